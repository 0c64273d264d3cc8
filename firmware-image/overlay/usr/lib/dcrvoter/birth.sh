# shellcheck shell=bash
# birth NAME…: makes the voting key of this box, unless it has one or is to get one from a carrier's file. Waits until
# the kernel's random numbers are good, as long as that takes: there is nothing to vote with before.
# shellcheck disable=SC2034,SC2154 # $reports, $configuration are of paths.sh, $carrier is for carrier.sh
birth() {
  local name carrier words report=$reports/key
  : >"$report"
  ! any "$DCRVOTER_STATE"/keys/*.key || return 0
  for name; do
    carrier=$DCRVOTER_RUN/$name
    if on_carrier voting-key.txt; then
      say wrong "no voting key was made, since voting-key.txt is to bring one" \
        "mend that file, or remove it and start the box again: it makes a key of its own then"
      return
    fi
  done
  if [[ ! -f $configuration ]]; then
    say wrong "no voting key was made, since it is not clear for which network" \
      "mend dcrvoter.toml and start the box again"
    return
  fi
  # /dev/random, like getrandom(2) in dcrvoter, gives nothing until the kernel's generator is seeded, and never waits
  # afterwards.
  LC_ALL=C read -r -d '' -n 1 _ <"$DCRVOTER_ROOT/dev/random"
  if words=$(voter --config "$configuration" key new 2>&1 >/dev/null); then
    : >"$DCRVOTER_RUN/changed"
    say note "the box made its voting key"
  else
    say wrong "no voting key could be made: ${words#dcrvoter: }"
  fi
}
