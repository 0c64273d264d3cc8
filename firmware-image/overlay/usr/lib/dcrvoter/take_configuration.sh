# shellcheck shell=bash
# dcrvoter.toml and the files that it names: looked at in memory, and installed as a whole or not at all.
# shellcheck disable=SC2154 # $carrier, $name, $etc, $own, $configuration, $why are of others

stage=$DCRVOTER_RUN/stage

# What stands in the candidate, as `dcrvoter split` told, is to lie beside it: from the carrier, else as it is here.
gather() {
  local kind file
  while read -r kind file; do
    [[ $file =~ ^[A-Za-z0-9._][A-Za-z0-9._\ -]*$ && $file != dcrvoter.toml && ! -e $stage/$file ]] || continue
    if [[ -e $carrier/$file ]]; then
      if plain_text "$carrier/$file" "$stage/$file" 64; then
        printf '%s %s\n' "$kind" "$file" >>"$DCRVOTER_RUN/from-carrier"
      else
        say wrong "$file $why"
      fi
    elif [[ -f $etc/dcrvoter/$file ]]; then
      cp -- "$etc/dcrvoter/$file" "$stage/$file"
    fi
    [[ $kind != secret || ! -e $stage/$file ]] || chmod 0600 "$stage/$file"
  done <"$DCRVOTER_RUN/named"
}

# All that was taken from the carrier, as it lies there now.
configuration_sum() {
  local kind file
  {
    [[ ! -f $carrier/dcrvoter.toml ]] || sha256sum <"$carrier/dcrvoter.toml"
    while read -r kind file; do
      if [[ -f $carrier/$file ]]; then
        printf '%s %s\n' "$kind" "$file"
        sha256sum <"$carrier/$file"
      fi
    done <"$DCRVOTER_RUN/named"
  } | sha256sum | cut -d' ' -f1
}

# The words of `dcrvoter check`, as they fit the file on the carrier. False: it cannot be used.
judge() {
  local level words
  voter --config "$stage/dcrvoter.toml" check --configuration >"$DCRVOTER_RUN/findings" 2>&1
  local code=$?
  while read -r level words; do
    words=$(sed -e 's/^configuration: //' -e "s|$stage/dcrvoter\.toml:\([0-9]*\):|dcrvoter.toml, line \1:|g" \
      -e "s|$stage/||g" <<<"$words")
    case $level in
      FAIL) say wrong "$words" ;;
      warn) say note "$words" ;;
    esac
  done <"$DCRVOTER_RUN/findings"
  if [[ $code -gt 1 ]] && ! grep -q '^FAIL' "$DCRVOTER_RUN/findings"; then
    say wrong "dcrvoter.toml could not be examined ($(head -n 1 "$DCRVOTER_RUN/findings"))"
  fi
  [[ $code -le 1 ]] || return 1
  if grep -qE '^[[:blank:]]*"?state"?[[:blank:]]*=' "$stage/dcrvoter.toml"; then
    say wrong "dcrvoter.toml sets state, which is not free on this box: keys and history are on its data partition" \
      "remove that line"
    return 1
  fi
  fits_the_keys
}

# A network that the keys here are not of would end the votes.
fits_the_keys() {
  local words
  if ! words=$(voter --config "$stage/dcrvoter.toml" key show 2>&1 >/dev/null) && [[ -f $configuration ]] &&
    [[ $words = *"but dcrvoter is set to"* ]] && voter --config "$configuration" key show >/dev/null 2>&1; then
    say wrong "dcrvoter.toml, network: ${words#dcrvoter: }" \
      "set the network of the keys; a box for another network begins with a newly flashed card"
    return 1
  fi
}

# The staged files become the configuration: a link is turned over to a folder that is complete.
install_stage() {
  local next=dcrvoter.a file group=${DCRVOTER_USER:+root:$DCRVOTER_USER}
  [[ $(readlink -- "$etc/dcrvoter") != dcrvoter.a ]] || next=dcrvoter.b
  rm -rf -- "${etc:?}/$next" "$etc/dcrvoter.new"
  mkdir -m 0750 -- "$etc/$next" && give "$etc/$next" "$group" || return 1
  for file in "$stage"/*; do
    cp -- "$file" "$etc/$next/" || return 1
    if [[ $(stat -c %a -- "$file") = 600 && $file != "$stage/dcrvoter.toml" ]]; then
      give "$etc/$next/${file##*/}" "${DCRVOTER_USER:+$DCRVOTER_USER:$DCRVOTER_USER}" || return 1
    else
      chmod 0640 -- "$etc/$next/${file##*/}" && give "$etc/$next/${file##*/}" "$group" || return 1
    fi
    sync -- "$etc/$next/${file##*/}" || return 1
  done
  [[ -L $etc/dcrvoter || ! -e $etc/dcrvoter ]] || mv -- "$etc/dcrvoter" "$etc/dcrvoter.old"
  sync -- "$etc/$next" && ln -s -- "$next" "$etc/dcrvoter.new" &&
    mv -T -- "$etc/dcrvoter.new" "$etc/dcrvoter" && sync -- "$etc" || return 1
  for file in dcrvoter.a dcrvoter.b dcrvoter.old; do
    [[ $file = "$next" ]] || rm -rf -- "${etc:?}/$file"
  done
}

# What was secret on the carrier is on the box now, and goes there.
clear_carrier() {
  local kind file code=0
  if [[ -e $DCRVOTER_RUN/has-secrets ]]; then
    replace_secret dcrvoter.toml "$stage/dcrvoter.toml" || code=1
  fi
  while read -r kind file; do
    [[ $kind != secret ]] || remove_secret "$file" || code=1
  done <"$DCRVOTER_RUN/from-carrier"
  [[ $code -eq 0 ]] || say wrong "a password or key on the $name is known to the box now, but could not be removed there" \
    "the $name may be full or write-protected: make room, or remove the password yourself"
  return "$code"
}

# Which files a stage was made of, for people.
taken_names() {
  printf 'dcrvoter.toml'
  while read -r _ file; do printf ', %s' "$file"; done <"$DCRVOTER_RUN/from-carrier"
}

take_configuration() {
  local sum from=$carrier/dcrvoter.toml
  rm -rf -- "$stage" "$DCRVOTER_RUN"/{named,from-carrier,has-secrets}
  mkdir -- "$stage"
  : >"$DCRVOTER_RUN/from-carrier"
  look_for_hidden_ending dcrvoter.toml
  if [[ ! -e $from ]]; then
    # A renewed certificate alone is for the configuration that is here.
    from=$configuration
    [[ -f $from ]] || return 0
  fi
  if ! plain_text "$from" "$DCRVOTER_RUN/candidate" 512; then
    say wrong "dcrvoter.toml $why" "put a mended dcrvoter.toml there"
    return 1
  fi
  examine "$from"
  local code=$?
  wipe "$DCRVOTER_RUN/candidate"
  rm -rf -- "$stage"
  return "$code"
}

examine() {
  local from=$1 sum words at=$DCRVOTER_RUN/candidate
  if ! words=$(voter split "$DCRVOTER_RUN/candidate" "$stage" 2>&1 >"$DCRVOTER_RUN/named"); then
    if [[ $words = *"cannot be taken out"* ]]; then
      say wrong "${words/#dcrvoter: $at:/dcrvoter.toml, line }"
    else
      cp -- "$DCRVOTER_RUN/candidate" "$stage/dcrvoter.toml"
      judge || true
    fi
    return 1
  fi
  [[ $(find "$stage" -type f | wc -l) -eq 1 ]] || touch -- "$DCRVOTER_RUN/has-secrets"
  sum=$(configuration_sum)
  if known configuration "$sum" && [[ -f $configuration ]]; then
    [[ $from = "$configuration" ]] || say_in_force
    return 0
  fi
  gather
  [[ $from != "$configuration" || -s $DCRVOTER_RUN/from-carrier ]] || return 0
  judge || return 1
  if ! install_stage; then
    say wrong "the configuration could not be written to the data partition: it may be full or damaged" \
      "restart the box; if that does not help, flash the card anew with a back-up of the key"
    return 1
  fi
  printf '%s\n' "$name" >"$own/in-force"
  touch -- "$DCRVOTER_RUN/changed"
  say took "$(taken_names)"
  clear_carrier || return 0 # not remembered: the next boot tries to remove it again
  remember configuration "$(configuration_sum)"
}

say_in_force() {
  local other
  other=$(read_if "$own/in-force")
  if [[ $other = "$name" ]]; then
    say took "dcrvoter.toml, as before"
  else
    say note "dcrvoter.toml on the $name is not in force: the one from the $other was taken after it" \
      "change it, and it is taken again"
  fi
}

# A box without a configuration that can be used shows its page all the same. The network is the one that the text
# on a carrier names; where that is none, nothing is done, for a key would be made for it.
first_configuration() {
  local network=mainnet text line
  [[ ! -f $configuration ]] || return 0
  for text in "$@"; do
    if [[ ! -f $text/dcrvoter.toml ]] || ! plain_text "$text/dcrvoter.toml" "$DCRVOTER_RUN/candidate" 512; then
      continue
    fi
    line=$(trimmed "$DCRVOTER_RUN/candidate" | sed -n 's/^"\{0,1\}network"\{0,1\}[[:blank:]]*=[[:blank:]]*//p' | head -n 1)
    wipe "$DCRVOTER_RUN/candidate"
    case $line in
      '') ;;
      \"mainnet\"* | \'mainnet\'*) network=mainnet ;;
      \"testnet3\"* | \'testnet3\'*) network=testnet3 ;;
      \"simnet\"* | \'simnet\'*) network=simnet ;;
      *) return 0 ;;
    esac
  done
  rm -rf -- "$stage"
  mkdir -- "$stage"
  printf '# Made by the box, until there is a dcrvoter.toml that it can use.\nnetwork = "%s"\nnode = []\n' "$network" \
    >"$stage/dcrvoter.toml"
  install_stage && printf 'box\n' >"$own/in-force"
  rm -rf -- "$stage"
}
