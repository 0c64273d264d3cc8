# shellcheck shell=bash
# authorized_keys: who may log in by ssh until the next boot. Without the file there is no ssh.
# shellcheck disable=SC2154 # $carrier, $name, $reports, $why are of others

# A line of a key alone: options in front of it could run programs.
readonly ssh_key='^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+=*( .*)?$'

take_ssh() {
  local text=$DCRVOTER_RUN/ssh lines line number=0 keys=()
  look_for_hidden_ending authorized_keys
  on_carrier authorized_keys || return 0
  if ! plain_text "$carrier/$REPLY" "$text" 64; then
    say wrong "authorized_keys $why"
    return 1
  fi
  mapfile -t lines <"$text"
  for line in "${lines[@]}"; do
    number=$((number + 1))
    trim line
    [[ -n $line && $line != '#'* ]] || continue
    if [[ ! $line =~ $ssh_key ]]; then
      say wrong "authorized_keys, line $number: no public key of ssh" \
        "copy the line of your id_ed25519.pub as it is, without options in front"
      return 1
    fi
    keys+=("$line")
  done
  if [[ ${#keys[@]} -eq 0 ]]; then
    say note "authorized_keys holds no key and lets nobody in by ssh"
    return 0
  fi
  printf '%s\n' "${keys[@]}" >"$text"
  mv -f -- "$text" "$DCRVOTER_RUN/authorized_keys"
  say took authorized_keys
  tell_of_ssh "${#keys[@]}"
}

# tell_of_ssh KEYS: a report of its own, since ssh stays on when the stick is gone. The card is in the box: its file is
# the owner's wish, and no warning for ever. A stick may have been somebody's.
tell_of_ssh() {
  local report=$reports/ssh plural=s kind=note
  [[ $1 -ne 1 ]] || plural=
  [[ $name = card ]] || kind=heed
  : >"$report"
  say "$kind" "ssh is on for $1 key$plural, from the $name: who has one is root on this box until its next start" \
    "if you do not need it any more, take authorized_keys off the $name and start the box again"
}
