# shellcheck shell=bash
# Files that are there whole or not at all, whenever the power fails; and files that are to be gone.

# durable FROM TO MODE [OWNER]: TO has FROM's content once this ends well, and else what it had.
durable() {
  cp -- "$1" "$2.new" && chmod "$3" "$2.new" && give "$2.new" "${4:-}" &&
    sync -- "$2.new" && mv -f -- "$2.new" "$2" && sync -- "${2%/*}" && return
  rm -f -- "$2.new"
  return 1
}

# give FILE OWNER: nothing without an owner.
give() { [[ -z $2 ]] || chown "$2" "$1"; }

# Overwrites a file and removes it. The flash below may keep an old copy: the status file says so.
wipe() {
  local size
  size=$(stat -c %s -- "$1") &&
    dd if=/dev/zero of="$1" bs=64k count="$size" iflag=count_bytes conv=notrunc,fsync status=none &&
    rm -f -- "$1" && sync -- "${1%/*}"
}
