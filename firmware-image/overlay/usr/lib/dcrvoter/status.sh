# shellcheck shell=bash
# dcrvoter-status.txt on a carrier.
# shellcheck disable=SC2154 # $own, $configuration, $reports are of others

# lines KINDS TITLE: what there is of these kinds; nothing: no title.
lines() {
  local i text=''
  reported "$1" "$name"
  for ((i = 0; i < ${#reported[@]}; i += 2)); do
    text+="- ${reported[i]}"$'\n'
    [[ -z ${reported[i + 1]} ]] || text+="    -> ${reported[i + 1]}"$'\n'
  done
  if [[ " $1 " = *' note '* && -e $DCRVOTER_RUN/moved.$name ]]; then
    text+="- passwords or keys that stood here were moved to the box and overwritten here; flash memory may"$'\n'
    text+="  keep old copies of them, so treat this $name as if it still held them"$'\n'
  fi
  [[ -z $text ]] || printf '\n%s\n%s' "$2" "$text"
}

row() { printf '%-12s%s\n' "$1" "$2"; }

page() {
  local address
  row Page "http://$HOSTNAME.local/"
  for address in "${found[@]}"; do
    [[ $address != *:* ]] || address="[$address]"
    row '' "http://$address/"
  done
  [[ ${#found[@]} -gt 0 ]] || row '' "(the box has no address in the network yet)"
}

# Words of a seed lie here, and the configuration does not say that there need be no back-up of them.
wants_backup() {
  local whole
  any "$DCRVOTER_STATE"/keys/*.words || return 1
  [[ -r $configuration ]] || return 0
  mapfile -d '' whole <"$configuration"
  [[ ! $'\n'${whole[0]-} =~ $'\n'[[:blank:]]*backup[[:blank:]]*=[[:blank:]]*[\"\']waived ]]
}

next_steps() {
  local n=0 key
  step() { printf '%d. %s\n' "$((n += 1))" "$1"; }
  reported wrong "$name"
  if [[ ${#reported[@]} -gt 0 ]]; then
    step "Mend what is wrong, as said above; the box takes it at its next start, or from a stick named DCRVOTER at once."
  fi
  read_if "$own/in-force"
  if [[ $REPLY = box ]]; then
    step "Fill in dcrvoter.toml: the address, login and certificate of your dcrd."
  fi
  [[ ${#found[@]} -gt 0 ]] || step "Connect the box to your network by cable, or fill in wifi.txt."
  step "Open the page (see above): it says whether the box can vote, and what else to do."
  for key in "${keys[@]}"; do
    step "In the wallet that buys tickets: importxpub dcrvoter ${key#* }"
  done
  if wants_backup; then
    step "Have a back-up of the voting key: put an empty file named backup-key here, and start the box again."
  fi
}

status_text() {
  local name=$1 key version build found
  mapfile -t found < <(addresses)
  printf 'dcrvoter: the state of this box. It writes this file itself; what you change here is lost.\n\n'
  release VERSION && version=$REPLY
  release BUILD && build=$REPLY
  running_slot
  row System "release $version, build $build, slot $REPLY"
  page
  for key in "${keys[@]}"; do
    row 'Voting key' "${key#* }"
    row '' "fingerprint ${key%% *}"
  done
  if [[ ${#keys[@]} -gt 0 ]]; then
    :
  elif ! any "$DCRVOTER_STATE"/keys/*.key; then
    row 'Voting key' 'none yet'
  elif [[ -n $key_trouble ]]; then
    row 'Voting key' 'cannot be read'
  else
    row 'Voting key' 'keys of single tickets'
  fi
  update_of WORDS
  [[ -z $REPLY ]] || row Update "$REPLY"
  lines wrong 'Wrong (what was good before stays in force)'
  lines took 'Taken'
  lines 'heed note' Notes
  printf '\nWhat to do next\n'
  next_steps
}

# put_status NAME: writes the file whole on that carrier, and only when it would change.
put_status() {
  local name=$1 carrier=$DCRVOTER_RUN/$1 report=$reports/status-$1 text=$DCRVOTER_RUN/status.$1 lines keys key_trouble
  local file=$carrier/dcrvoter-status.txt
  look_at_keys
  : >"$report"
  mapfile -t lines < <(status_text "$name")
  printf '%s\r\n' "${lines[@]}" >"$text"
  if [[ -d $file ]]; then
    say wrong "dcrvoter-status.txt on the $name is a folder, where the box writes a file of this name" \
      "rename that folder; the page says the same as the file would"
    return
  fi
  [[ ! -e $file ]] || ! same_text "$text" "$file" || return 0
  if ! { writable && durable "$text" "$file"; }; then
    say wrong "dcrvoter-status.txt could not be written: the $name is full, write-protected or damaged" \
      "make room on it; the page says the same as that file"
  fi
}
