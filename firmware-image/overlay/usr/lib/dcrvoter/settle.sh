# shellcheck shell=bash
# What is left to do on a carrier once its settings are in force, and what no vote waits for: passwords and keys leave
# it, and it is remembered, so that it is not taken again as long as it stays as it is. take_configuration.sh and
# take_wifi.sh left in $taking what there is to do. A file that is no longer what was taken is left, to be taken anew.
# shellcheck disable=SC2034,SC2154 # $carrier, $name, $taking, $etc, $own, $remembered are of the caller

settle() {
  if ! sync -- "$etc"; then
    say wrong "the data partition may be damaged, so nothing was removed from the $name" \
      "restart the box; if that does not help, flash the card anew with a back-up of the key"
    return
  fi
  settle_configuration || rm -f -- "$DCRVOTER_RUN/taken-at-boot"
  settle_wifi || rm -f -- "$DCRVOTER_RUN/taken-at-boot"
  write_remembered
  gone "$taking"
}

# is_still FILE TEXT MOST: whether that is still on the carrier.
is_still() { on_carrier "$1" && plain_text "$carrier/$REPLY" "$taking/now" "$3" && same_text "$taking/now" "$2"; }

is_configuration_still() {
  local file
  { ! on_carrier dcrvoter.toml && [[ -e $taking/without-text ]]; } ||
    is_still dcrvoter.toml "$taking/candidate" 512 || return
  while read -r _ file; do
    is_still "$file" "$taking/stage/$file" 64 || return
  done <"$taking/from-carrier"
}

# False: it is another one now.
settle_configuration() {
  local kind file code=0
  [[ -e $taking/took.configuration ]] || return 0
  is_configuration_still || return
  read_if "$own/in-force"
  if [[ $REPLY != "$name" && ! -e $taking/without-text ]]; then # what is secret in it is not on the box
    remembered[configuration]=$(configuration_sum)
    say_in_force dcrvoter.toml in-force
    return
  fi
  if [[ -e $taking/has-secrets ]]; then
    replace_secret dcrvoter.toml "$taking/stage/dcrvoter.toml" || code=1
  fi
  while read -r kind file; do
    [[ $kind != secret ]] || remove_secret "$file" || code=1
  done <"$taking/from-carrier"
  if [[ $code -ne 0 ]]; then # not remembered: the next boot tries to remove it again
    say wrong "a password or key on the $name is known to the box now, but could not be removed there" \
      "the $name may be full or write-protected: make room, or remove the password yourself"
    return 0
  fi
  remembered[configuration]=$(configuration_sum)
}

# False: it is another one now.
settle_wifi() {
  [[ -e $taking/took.wifi ]] || return 0
  is_still wifi.txt "$taking/wifi" 64 || return
  read_if "$own/wifi-in-force"
  if [[ $REPLY != "$name" ]]; then # its password is not on the box
    remembered[wifi]=$(wifi_sum)
    say_in_force wifi.txt wifi-in-force
    return
  fi
  if [[ -e $taking/wifi.masked ]] && ! replace_secret wifi.txt "$taking/wifi.masked"; then
    say wrong "the Wi-Fi password is known to the box now, but could not be removed from the $name" \
      "the $name may be full or write-protected: make room, or remove the password yourself"
    return 0
  fi
  remembered[wifi]=$(wifi_sum)
}
