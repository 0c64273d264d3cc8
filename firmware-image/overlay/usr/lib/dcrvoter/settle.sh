# shellcheck shell=bash
# What is left to do on a carrier once its settings are in force, and what no vote waits for: passwords and keys leave
# it, and it is remembered, so that it is not taken again as long as it stays as it is. take_configuration.sh and
# take_wifi.sh left in $taking what there is to do.
# shellcheck disable=SC2154 # $carrier, $name, $taking, $remembered are of the caller

settle() {
  settle_configuration
  settle_wifi
  write_remembered
  gone "$taking"
}

settle_configuration() {
  local kind file code=0
  [[ -e $taking/took.configuration ]] || return 0
  if [[ -e $taking/has-secrets ]]; then
    replace_secret dcrvoter.toml "$taking/stage/dcrvoter.toml" || code=1
  fi
  while read -r kind file; do
    [[ $kind != secret ]] || remove_secret "$file" || code=1
  done <"$taking/from-carrier"
  if [[ $code -ne 0 ]]; then # not remembered: the next boot tries to remove it again
    say wrong "a password or key on the $name is known to the box now, but could not be removed there" \
      "the $name may be full or write-protected: make room, or remove the password yourself"
    return
  fi
  remembered[configuration]=$(configuration_sum)
}

settle_wifi() {
  [[ -e $taking/took.wifi ]] || return 0
  if [[ -e $taking/wifi.masked ]] && ! replace_secret wifi.txt "$taking/wifi.masked"; then
    say wrong "the Wi-Fi password is known to the box now, but could not be removed from the $name" \
      "the $name may be full or write-protected: make room, or remove the password yourself"
    return
  fi
  remembered[wifi]=$(wifi_sum)
}
