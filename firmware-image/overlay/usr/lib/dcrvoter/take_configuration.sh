# shellcheck shell=bash
# dcrvoter.toml and the files that it names: looked at in memory, and installed as a whole or not at all. All of it is
# done in $taking: stage/ is what is installed, "named" what it names, "from-carrier" what of that lies on the carrier.
# What is to be done on the carrier itself waits there (settle.sh).
# shellcheck disable=SC2154 # $carrier, $name, $taking, $etc, $own, $configuration, $why are of others

# What `dcrvoter split` told that the candidate names: of that only plain names, which may lie beside it.
plain_names() {
  local kind file
  while read -r kind file; do
    [[ ! $file =~ ^[A-Za-z0-9_][A-Za-z0-9._\ -]*$ || ${file,,} = dcrvoter.toml ]] || printf '%s %s\n' "$kind" "$file"
  done <"$taking/told" >"$taking/named"
}

# was_taken FILE: whether this, as it is, was part of what was taken from this carrier last, and its text is in force. Then
# what the box has under that name is as new, or came after it alone: a renewed certificate.
was_taken() {
  local sum line
  read_if "$own/in-force"
  [[ $REPLY = "$name" && -r $own/taken.$name && -f $carrier/$1 ]] || return
  sum=$(sha256sum <"$carrier/$1")
  while IFS= read -r line; do
    [[ "$line " != "configuration "*"${sum%% *}  $1 "* ]] || return 0
  done <"$own/taken.$name"
  return 1
}

# What it names is to lie beside it: from the carrier, else as it is here.
gather() {
  local kind file stage=$taking/stage
  while read -r kind file; do
    [[ ! -e $stage/$file ]] || continue
    if on_carrier "$file" && [[ -f $etc/dcrvoter/$file ]] && was_taken "$REPLY"; then
      cp -- "$etc/dcrvoter/$file" "$stage/$file"
    elif on_carrier "$file"; then
      if plain_text "$carrier/$REPLY" "$stage/$file" 64; then
        printf '%s %s\n' "$kind" "$file" >>"$taking/from-carrier"
      else
        say wrong "$file $why"
      fi
    elif [[ -f $etc/dcrvoter/$file ]]; then
      cp -- "$etc/dcrvoter/$file" "$stage/$file"
    fi
  done <"$taking/named"
}

# All that was taken from the carrier, as it lies there now, in one line; nothing when there is nothing.
configuration_sum() {
  local file files=() sums
  if on_carrier dcrvoter.toml; then files=("$REPLY"); fi
  while read -r _ file; do
    if on_carrier "$file" && [[ -f $carrier/$REPLY ]]; then files+=("$REPLY"); fi
  done <"$taking/named"
  [[ ${#files[@]} -gt 0 ]] || return 0
  sums=$(cd -- "$carrier" && sha256sum -- "${files[@]}")
  printf %s "${sums//$'\n'/ }"
}

sets_state() {
  local kind
  while read -r kind _; do [[ $kind != state ]] || return 0; done <"$taking/told"
  return 1
}

# The words of `dcrvoter check`, as they fit the file on the carrier. False: it cannot be used.
judge() {
  local level words found failed=no stage=$taking/stage
  voter --config "$stage/dcrvoter.toml" check --configuration >"$taking/findings" 2>&1
  local code=$?
  mapfile -t found <"$taking/findings"
  while read -r level words; do
    words=${words#configuration: }
    while [[ $words =~ (.*)"$stage/dcrvoter.toml:"([0-9]+):(.*) ]]; do
      words="${BASH_REMATCH[1]}dcrvoter.toml, line ${BASH_REMATCH[2]}:${BASH_REMATCH[3]}"
    done
    words=${words//"$stage/"/}
    case $level in
      FAIL)
        failed=yes
        say wrong "$words"
        ;;
      warn) say note "$words" ;;
    esac
  done <"$taking/findings"
  if [[ $code -gt 1 ]]; then
    [[ $failed = yes ]] || say wrong "dcrvoter.toml could not be examined (${found[0]-})"
    return 1
  fi
  if sets_state; then
    say wrong "dcrvoter.toml sets state, which is not free on this box: keys and history are on its data partition" \
      "remove that line"
    return 1
  fi
  fits_the_keys
}

# A network that the keys here are not of would end the votes.
fits_the_keys() {
  local words
  any "$DCRVOTER_STATE"/keys/*.key && [[ -f $configuration ]] || return 0
  if ! words=$(voter --config "$taking/stage/dcrvoter.toml" key show 2>&1 >/dev/null) &&
    [[ $words = *"but dcrvoter is set to"* ]] && voter --config "$configuration" key show >/dev/null 2>&1; then
    say wrong "dcrvoter.toml, network: ${words#dcrvoter: }" \
      "set the network of the keys; a box for another network begins with a newly flashed card"
    return 1
  fi
}

# The staged files become the configuration, for the voter to read: a link is turned over to a folder that is complete.
# settle.sh sees to it that the link is on the disk, before anything leaves the carrier.
install_stage() {
  local next=dcrvoter.a last=dcrvoter.b owner=()
  [[ -z $DCRVOTER_USER ]] || owner=(-o "$DCRVOTER_USER" -g "$DCRVOTER_USER")
  [[ ! $etc/dcrvoter -ef $etc/dcrvoter.a ]] || next=dcrvoter.b last=dcrvoter.a
  gone "$etc/$next" "$etc/dcrvoter.new"
  umask 022 # bash's mkdir gives no more than it allows, whatever is asked for
  mkdir -- "$etc/$next"
  umask 077
  install -m 0600 "${owner[@]}" -t "$etc/$next" -- "$taking/stage"/* || return 1
  [[ -L $etc/dcrvoter || ! -e $etc/dcrvoter ]] || mv -- "$etc/dcrvoter" "$etc/dcrvoter.old"
  sync -- "$etc/$next"/* "$etc/$next" && ln -s -- "$next" "$etc/dcrvoter.new" &&
    mv -T -- "$etc/dcrvoter.new" "$etc/dcrvoter" || return 1
  gone "$etc/$last" "$etc/dcrvoter.old"
}

# Which files a stage was made of, for people.
taken_names() {
  printf 'dcrvoter.toml'
  while read -r _ file; do printf ', %s' "$file"; done <"$taking/from-carrier"
}

take_configuration() {
  local from
  look_for_hidden_ending dcrvoter.toml
  if on_carrier dcrvoter.toml; then
    from=$carrier/$REPLY
  else
    # A renewed certificate alone is for the configuration that is here.
    from=$configuration
    [[ -f $from ]] || return 0
    : >"$taking/without-text"
  fi
  if ! plain_text "$from" "$taking/candidate" 512; then
    say wrong "dcrvoter.toml $why" "put a mended dcrvoter.toml there"
    return 1
  fi
  begin_stage
  examine "$from"
}

begin_stage() {
  mkdir -- "$taking/stage"
  : >"$taking/named"
  : >"$taking/from-carrier"
}

examine() {
  local from=$1 words file at=$taking/candidate
  if ! words=$(voter split "$at" "$taking/stage" 2>&1 >"$taking/told"); then
    if [[ $words = *"cannot be taken out"* ]]; then
      say wrong "${words/#dcrvoter: $at:/dcrvoter.toml, line }"
    else
      cp -- "$at" "$taking/stage/dcrvoter.toml"
      judge || true
    fi
    return 1
  fi
  plain_names
  while read -r _ file; do look_for_hidden_ending "$file"; done <"$taking/named"
  for words in "$taking/stage"/*; do
    [[ $words = "$taking/stage/dcrvoter.toml" ]] || : >"$taking/has-secrets"
  done
  if [[ -f $configuration && -r $own/taken.$name ]] && known configuration "$(configuration_sum)"; then
    [[ $from = "$configuration" ]] || say_in_force dcrvoter.toml in-force
    return 0
  fi
  gather
  [[ $from != "$configuration" || -s $taking/from-carrier ]] || return 0
  judge || return 1
  forget configuration
  if ! install_stage; then
    say wrong "the configuration could not be written to the data partition: it may be full or damaged" \
      "restart the box; if that does not help, flash the card anew with a back-up of the key"
    return 1
  fi
  [[ -e $taking/without-text ]] || printf '%s\n' "$name" >"$own/in-force"
  : >"$DCRVOTER_RUN/changed"
  say took "$(taken_names)"
  : >"$taking/took.configuration"
}

# say_in_force FILE MARK: what was taken from here is in force, or what another carrier brought after it.
say_in_force() {
  read_if "$own/$2"
  if [[ ${REPLY:-$name} = "$name" ]]; then
    say took "$1, as before"
  else
    say note "$1 on the $name is not in force: the one from the $REPLY was taken after it" \
      "change it, and it is taken again; a password in it is left there"
  fi
}

# What a text says of the network: its name, "unclear", or nothing, in $REPLY.
network_in() {
  local line value=
  while IFS= read -r line || [[ -n $line ]]; do
    trim line
    [[ $line =~ ^\"?network\"?[[:blank:]]*=[[:blank:]]*(.*) ]] || continue
    value=${BASH_REMATCH[1]}
    break
  done <"$1"
  case $value in
    '') REPLY= ;;
    \"mainnet\"* | \'mainnet\'*) REPLY=mainnet ;;
    \"testnet3\"* | \'testnet3\'*) REPLY=testnet3 ;;
    \"simnet\"* | \'simnet\'*) REPLY=simnet ;;
    *) REPLY=unclear ;;
  esac
}

# The first line of a configuration for the page alone. It stands in the file itself, so that no cut of power parts them.
readonly page_alone='# Made by the box for its page alone: no dcrvoter.toml told the network yet.'
is_network_clear() {
  read_if "$configuration"
  [[ -f $configuration && $REPLY != "$page_alone" ]]
}

# A box without a configuration that can be used shows its page all the same. The network is the one that the text
# on a carrier names, else mainnet. As long as it is unclear no key is made, and the next text is asked again.
first_configuration() {
  local before='' named='' network=mainnet head name file carrier taking=$DCRVOTER_RUN/taking.box
  ! is_network_clear || return 0
  [[ ! -f $configuration ]] || before=unclear
  gone "$taking"
  mkdir -- "$taking"
  for name; do
    carrier=$DCRVOTER_RUN/$name
    on_carrier dcrvoter.toml || continue
    file=$carrier/$REPLY
    # What has bytes of another encoding in it names the network all the same.
    if plain_text "$file" "$taking/candidate" 512 || head -c 524288 -- "$file" >"$taking/candidate" 2>/dev/null; then
      network_in "$taking/candidate"
      named=yes network=${REPLY:-$network}
    fi
  done
  # The unclear text may lie on the card, while only a stick is read.
  if [[ $before != "$network" && ! ($before = unclear && -z $named && ${1-} != card) ]]; then
    head='# Made by the box, until there is a dcrvoter.toml that it can use.'
    [[ $network != unclear ]] || head=$page_alone
    begin_stage
    printf '%s\nnetwork = "%s"\nnode = []\n' "$head" "${network/unclear/mainnet}" >"$taking/stage/dcrvoter.toml"
    install_stage && printf 'box\n' >"$own/in-force"
  fi
  gone "$taking"
}
