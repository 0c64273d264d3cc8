# shellcheck shell=bash
# The partitions of one slot: system_X as it is, and vmlinuz and initrd in the FAT file system of boot_X.
# shellcheck disable=SC2154 # $DCRVOTER_PARTS, $parts are of others

size_of() { if [[ -b $1 ]]; then blockdev --getsize64 "$1"; else stat -L -c %s -- "$1"; fi; }

# with_boot SLOT COMMAND…: with the boot partition's folder as the last argument.
with_boot() {
  local part=$DCRVOTER_PARTS/boot_$1 code
  shift
  if [[ -d $part ]]; then
    "$@" "$part"
    return
  fi
  mkdir -p -- "$DCRVOTER_RUN/boot"
  if ! mount -t vfat -o nosuid,nodev,noexec -- "$part" "$DCRVOTER_RUN/boot"; then
    mkfs.vfat "$part" >/dev/null && mount -t vfat -o nosuid,nodev,noexec -- "$part" "$DCRVOTER_RUN/boot" || return 1
  fi
  "$@" "$DCRVOTER_RUN/boot"
  code=$?
  umount -- "$DCRVOTER_RUN/boot" && return "$code"
}

# Whether the parts of the manifest fit.
has_room() {
  local room
  [[ $(in_manifest SIZE_system.squashfs) -le $(size_of "$DCRVOTER_PARTS/system_$1") ]] || return 1
  if [[ -d $DCRVOTER_PARTS/boot_$1 ]]; then
    room=$(df --output=size -B1 -- "$DCRVOTER_PARTS/boot_$1" | tail -n 1)
  else
    room=$(size_of "$DCRVOTER_PARTS/boot_$1")
  fi
  [[ $(($(in_manifest SIZE_vmlinuz) + $(in_manifest SIZE_initrd) + 1048576)) -le $room ]]
}

put_boot_files() {
  local file=$1 folder=$2 name
  rm -f -- "$folder"/{vmlinuz,initrd}
  for name in vmlinuz initrd; do
    part "$file" "$name" >"$folder/$name" && sync -- "$folder/$name" || return 1
  done
  sync -- "$folder"
}

same_boot_files() {
  local name
  for name in vmlinuz initrd; do
    same_part "$name" <"$1/$name" || return 1
  done
}

# holds SLOT: whether the parts of the manifest are there.
holds() { same_part system.squashfs <"$DCRVOTER_PARTS/system_$1" && with_boot "$1" same_boot_files; }

# write_slot SLOT FILE: writes all parts and reads them back from the disk.
write_slot() {
  local system=$DCRVOTER_PARTS/system_$1
  part "$2" system.squashfs | dd of="$system" bs=1M iflag=fullblock conv=notrunc,fsync status=none || return 1
  with_boot "$1" put_boot_files "$2" || return 1
  # What was written shall not come from memory.
  [[ ! -b $system ]] || blockdev --flushbufs "$system"
  holds "$1"
}
