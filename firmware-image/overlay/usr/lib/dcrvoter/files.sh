# shellcheck shell=bash
# Files that are there whole or not at all, whenever the power fails; and files that are to be gone.

# durable FROM TO: TO has FROM's content once this ends well, and else what it had.
durable() {
  [[ ! -d $2.new ]] && cp -- "$1" "$2.new" && sync -- "$2.new" && mv -f -T -- "$2.new" "$2" && sync -- "${2%/*}" && return
  [[ ! -f $2.new ]] || rm -f -- "$2.new"
  return 1
}

# gone FILE…: removed, a folder with all that is in it; where there is none, nothing is done.
gone() {
  local file there=()
  for file; do [[ ! -e $file && ! -L $file ]] || there+=("$file"); done
  [[ ${#there[@]} -eq 0 ]] || rm -rf -- "${there[@]}"
}

# Overwrites a file with zeros and removes it. The flash below may keep an old copy: the status file says so.
wipe() { shred -n 0 -z --remove=unlink -- "$1" && sync -- "${1%/*}"; }
