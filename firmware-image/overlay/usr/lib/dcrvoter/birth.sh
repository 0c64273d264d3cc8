# shellcheck shell=bash
# Makes the voting key of this box, unless it has one or is to get one from a carrier's file, be it another carrier than
# what is read now, or has lost the one that it had. Waits until the kernel's random numbers are good, as long as that
# takes: there is nothing to vote with before.
# shellcheck disable=SC2154 # $reports, $own, $configuration are of paths.sh
birth() {
  local words report=$reports/key
  : >"$report"
  if any "$DCRVOTER_STATE"/keys/*.key; then
    [[ -e $own/had-key ]] || : >"$own/had-key"
    return
  fi
  if [[ -e $own/had-key ]]; then # tickets wait for that one
    say wrong "the voting key of this box is gone from its data partition, and no other one was made in its place" \
      "restore it: put its back-up on the card or a stick as voting-key.txt; a newly flashed card makes a new key"
    return
  fi
  if any "$DCRVOTER_RUN"/awaited.*; then # of import_keys
    say wrong "no voting key was made, since voting-key.txt is to bring one" \
      "mend that file, or remove it and start the box again: it makes a key of its own then"
    return
  fi
  if ! is_network_clear; then
    say wrong "no voting key was made, since it is not clear for which network" \
      "mend dcrvoter.toml and start the box again"
    return
  fi
  # /dev/random, like getrandom(2) in dcrvoter, gives nothing until the kernel's generator is seeded, and never waits
  # afterwards.
  LC_ALL=C read -r -d '' -n 1 _ <"$DCRVOTER_ROOT/dev/random"
  if words=$(voter --config "$configuration" key new 2>&1 >/dev/null); then
    : >"$DCRVOTER_RUN/changed"
    : >"$own/had-key"
    say note "the box made its voting key"
  else
    say wrong "no voting key could be made: ${words#dcrvoter: }"
  fi
}
