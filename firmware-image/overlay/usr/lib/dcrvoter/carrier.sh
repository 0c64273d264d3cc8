# shellcheck shell=bash
# One carrier: the folder $carrier, called $name ("card" or "stick"). What was taken from it before is remembered, so
# that it is not taken again; secrets on it are moved, not copied.
# shellcheck disable=SC2154 # $carrier, $name, $taking, $own are of the caller

# Names on FAT have no case. So no pattern has one, and files are looked for by on_carrier alone.
shopt -s nocaseglob

# on_carrier FILE: whether that is there; its name, in the case in which it stands there, is in $REPLY.
on_carrier() {
  set -- "$carrier"/["${1:0:1}"]"${1:1}" # a pattern, for which bash reads the folder
  [[ -e $1 ]] && REPLY=${1##*/}
}

# Names on a carrier for what a power cut may interrupt.
readonly going=dcrvoter-wipe # .N: to be overwritten and removed
readonly coming=dcrvoter-new.txt

# Mounted to read only until there is something to write.
writable() { [[ -z ${DCRVOTER_REMOUNT:-} ]] || mount -o remount,rw -- "$carrier" 2>/dev/null; }

# remove_secret FILE: overwritten and gone. Its name goes first, so that no half-wiped file has it.
remove_secret() {
  local n=0
  on_carrier "$1" || return
  while [[ -e $carrier/$going.$n ]]; do n=$((n + 1)); done
  writable && mv -- "$carrier/$REPLY" "$carrier/$going.$n" && sync -- "$carrier" && wipe "$carrier/$going.$n" &&
    secrets_moved
}

# replace_secret FILE TEXT: the file has this text, without what was secret in it.
replace_secret() {
  local n=0
  on_carrier "$1" && writable || return
  if ! { [[ ! -d $carrier/$coming ]] && cp -- "$2" "$carrier/$coming" && printf '%s\n' "$REPLY" >"$own/$name.replacing" &&
    sync -- "$carrier/$coming" "$own/$name.replacing" "$own"; }; then
    [[ ! -f $carrier/$coming ]] || rm -f -- "$carrier/$coming"
    return 1
  fi
  while [[ -e $carrier/$going.$n ]]; do n=$((n + 1)); done
  mv -- "$carrier/$REPLY" "$carrier/$going.$n" && mv -T -- "$carrier/$coming" "$carrier/$REPLY" && sync -- "$carrier" &&
    rm -f -- "$own/$name.replacing" && wipe "$carrier/$going.$n" && secrets_moved
}

# Ends what a power cut interrupted.
finish() {
  local file left
  if [[ -f $carrier/$coming ]]; then
    read_if "$own/$name.replacing"
    file=$REPLY
    writable || return 1
    if [[ -n $file && ! -e $carrier/$file ]]; then
      mv -- "$carrier/$coming" "$carrier/$file" && sync -- "$carrier"
    else
      rm -f -- "$carrier/$coming"
    fi
  fi
  [[ ! -e $own/$name.replacing ]] || rm -f -- "$own/$name.replacing"
  for left in "$carrier/$going".*; do
    [[ -f $left ]] || continue
    writable && wipe "$left" && secrets_moved
  done
  return 0
}

# The status file says for good that flash may keep what stood on the card; a stick is another one each time.
secrets_moved() {
  : >"$DCRVOTER_RUN/moved.$name"
  [[ $name != card ]] || : >"$own/moved.card"
}

# known WHAT SUM: whether this, as it is, was taken from such a carrier; where $own/taken.$name is.
known() {
  local line
  while IFS= read -r line; do [[ $line != "$1 $2" ]] || return 0; done <"$own/taken.$name"
  return 1
}

# forget WHAT: before it changes, so that a power cut has the same taken again.
forget() {
  local line others=''
  [[ -r $own/taken.$name ]] || return 0
  while IFS= read -r line; do [[ $line = "$1 "* ]] || others+=$line$'\n'; done <"$own/taken.$name"
  printf %s "$others" >"$own/taken.$name"
}

# What was taken, of ${remembered[WHAT]} by its sum, once all of it is in force and no secret of it is left on the
# carrier. A power cut before this is on the disk has it taken again.
write_remembered() {
  local line what file=$own/taken.$name.new
  [[ ${#remembered[@]} -gt 0 ]] || return 0
  : >"$file"
  if [[ -r $own/taken.$name ]]; then
    while IFS= read -r line; do
      [[ -v remembered[${line%% *}] ]] || printf '%s\n' "$line" >>"$file"
    done <"$own/taken.$name"
  fi
  for what in "${!remembered[@]}"; do printf '%s %s\n' "$what" "${remembered[$what]}" >>"$file"; done
  mv -f -- "$file" "$own/taken.$name"
}

# A file that an editor gave a second ending, which Windows does not show. True: there is one, and it was said.
look_for_hidden_ending() {
  ! on_carrier "$1" && on_carrier "$1.txt" || return
  say wrong "$REPLY is not read: its name has an ending too much" \
    "rename it to $1 (Windows hides endings: in the Explorer, View, tick File name extensions)"
}
