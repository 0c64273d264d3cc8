# shellcheck shell=bash
# wifi.txt: one network, for iwd. Lines "ssid = …", "password = …", "country = …"; no ssid: no Wi-Fi.
# shellcheck disable=SC2154 # $carrier, $taking, $own, $name, $etc, $why are of others

readonly kept='(kept on the box)'

# network_file SSID KIND: the only name by which iwd looks for that network's file, in $REPLY (iwd.network(5), NAMING):
# the ssid as it is where it has no other characters than these, else its bytes in hex.
network_file() {
  local LC_ALL=C i byte
  REPLY=$1
  if [[ $1 = *[^A-Za-z0-9_\ -]* ]]; then
    REPLY='='
    for ((i = 0; i < ${#1}; i++)); do
      printf -v byte %02x "'${1:i:1}"
      REPLY+=$byte
    done
  fi
  REPLY+=.$2
}

# Reads the lines into $ssid, $password and $country; false: something is wrong, and was said.
read_wifi() {
  local line number=0 key value code=0
  local -A at=()
  ssid='' password='' country=''
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    trim line
    [[ -n $line && $line != '#'* ]] || continue
    key=${line%%=*} value=${line#*=}
    trim key
    trim value
    if [[ $key$value = *[[:cntrl:]]* ]]; then
      say wrong "wifi.txt, line $number: a control character is in it" \
        "write the file anew, as plain text with one of its names on each line"
      code=1
      continue
    fi
    [[ ! $value =~ ^\".*\"$ ]] || value=${value:1:-1}
    case $key in
      ssid | password | country)
        # Which of two counts is for the owner to say: an empty password would make the network an open one.
        if [[ -n ${at[$key]-} ]]; then
          say wrong "wifi.txt, lines ${at[$key]} and $number: $key stands twice" "remove the line that does not count"
          code=1
        fi
        at[$key]=$number
        ;;&
      ssid) ssid=$value ;;
      password) password=$value ;;
      country) country=${value^^} ;;
      *)
        say wrong "wifi.txt, line $number: neither ssid, password nor country" \
          "write one of these names, = and its value on each line"
        code=1
        ;;
    esac
  done <"$1"
  return "$code"
}

# As iwd keeps texts (ell's settings): a backslash is doubled, and a space at the beginning written \s.
iwd_text() { sed -e 's/\\/\\\\/g' -e 's/^ /\\s/' <<<"$1"; }

# The profile of the network that was read, to standard output.
profile() {
  [[ -n $password ]] || return 0
  if [[ $password =~ ^[0-9A-Fa-f]{64}$ ]]; then
    printf '[Security]\nPreSharedKey=%s\n' "$password"
  else
    printf '[Security]\nPassphrase=%s\n' "$(iwd_text "$password")"
  fi
}

fits() {
  local LC_ALL=C code=0 # lengths in bytes
  if [[ ${#ssid} -gt 32 ]]; then
    say wrong "wifi.txt: the ssid is longer than 32 bytes, which no network's is"
    code=1
  fi
  network_file "$ssid" psk
  if [[ $password = "$kept" && ! -f $etc/iwd/$REPLY ]]; then
    say wrong "wifi.txt: the password of this network is not on the box" "write it behind password ="
    code=1
  elif [[ -n $password && $password != "$kept" && ! $password =~ ^[0-9A-Fa-f]{64}$ &&
    (${#password} -lt 8 || ${#password} -gt 63) ]]; then
    say wrong "wifi.txt: the password has not 8 to 63 bytes, as WPA has it"
    code=1
  fi
  if [[ -n $country && ! $country =~ ^[A-Z][A-Z]$ ]]; then
    say wrong "wifi.txt: the country is no code of two letters, such as DE or US"
    code=1
  fi
  return "$code"
}

# One network, or none: those before go, with what a power cut left of them. What else iwd keeps there stays.
install_wifi() {
  local file=$1 old
  # Neither was there a network, nor is there one now: the card as it is flashed.
  [[ -n $file$country || -e $etc/iwd/main.conf ]] || return 0
  mkdir -p -- "$etc/iwd" &&
    printf '%s' "${country:+[General]$'\n'Country=$country$'\n'}" >"$taking/iwd" &&
    durable "$taking/iwd" "$etc/iwd/main.conf" || return 1
  if [[ -n $file && $password != "$kept" ]]; then
    profile >"$taking/iwd" && durable "$taking/iwd" "$etc/iwd/$file" || return 1
  fi
  : >"$DCRVOTER_RUN/wifi-changed"
  for old in "$etc/iwd"/*.{psk,open,8021x}*; do
    [[ ! -f $old || ${old##*/} = "$file" ]] || wipe "$old"
  done
}

take_wifi() {
  local from text=$taking/wifi
  look_for_hidden_ending wifi.txt
  on_carrier wifi.txt || return 0
  from=$carrier/$REPLY
  if [[ -f $from && -r $own/taken.$name ]] && known wifi "$(wifi_sum)"; then
    say_in_force wifi.txt wifi-in-force
    return 0
  fi
  if ! plain_text "$from" "$text" 64; then
    say wrong "wifi.txt $why"
    return 1
  fi
  examine_wifi "$text"
}

wifi_sum() { on_carrier wifi.txt && sha256sum <"$carrier/$REPLY"; }

examine_wifi() {
  local text=$1 ssid password country file=''
  read_wifi "$text" && fits || return 1
  if [[ -n $ssid ]]; then
    if [[ -n $password ]]; then network_file "$ssid" psk; else network_file "$ssid" open; fi
    file=$REPLY
  fi
  forget wifi
  if ! install_wifi "$file"; then
    say wrong "the Wi-Fi network could not be written to the data partition: it may be full or damaged"
    return 1
  fi
  printf '%s\n' "$name" >"$own/wifi-in-force"
  say took "wifi.txt${ssid:+ (network $ssid)}"
  if [[ -n $file && -n $password && $password != "$kept" ]]; then # without a network it is left
    LC_ALL=C sed -E "s/^([[:blank:]]*password[[:blank:]]*=[[:blank:]]*)[^\r]*/\1$kept/" "$text" >"$text.masked"
  fi
  : >"$taking/took.wifi"
}
