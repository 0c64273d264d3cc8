# shellcheck shell=bash
# U-Boot's environment at the beginning of the raw partition "state": which system is tried next, and how often.
# A CRC-32 of 4 bytes, then texts NAME=VALUE with a zero byte behind each, and zeros up to 16 KiB. All that changes
# lies in the first sector, which a power cut leaves old or new. The boot script reads and counts in it.
# shellcheck disable=SC2154 # $DCRVOTER_PARTS is of paths.sh

readonly state_size=16384

# The CRC-32 of standard input in the byte order of the environment; gzip ends with it and the length.
crc32() { gzip -c | tail -c 8 | head -c 4; }

# Sets ORDER, A_LEFT and B_LEFT; where there is no valid environment, what the boot script takes then.
read_state() {
  local file=$DCRVOTER_RUN/bootstate line
  ORDER="A B" A_LEFT=3 B_LEFT=0
  dd if="$DCRVOTER_PARTS/state" of="$file" bs=$state_size count=1 status=none 2>/dev/null || return 1
  cmp -s <(head -c 4 -- "$file") <(tail -c +5 -- "$file" | crc32) || return 1
  while IFS= read -r -d '' line && [[ -n $line ]]; do
    case $line in
      ORDER=*) ORDER=${line#*=} ;;
      A_LEFT=*) A_LEFT=${line#*=} ;;
      B_LEFT=*) B_LEFT=${line#*=} ;;
    esac
  done < <(tail -c +5 -- "$file")
}

# write_state ORDER A_LEFT B_LEFT: on the disk when this ends well; nothing is written when it is so already.
write_state() {
  local file=$DCRVOTER_RUN/bootstate
  if read_state && [[ $ORDER = "$1" && $A_LEFT = "$2" && $B_LEFT = "$3" ]]; then return 0; fi
  printf 'A_LEFT=%s\0B_LEFT=%s\0ORDER=%s\0' "$2" "$3" "$1" >"$file.text" &&
    truncate -s $((state_size - 4)) -- "$file.text" &&
    crc32 <"$file.text" >"$file" && cat -- "$file.text" >>"$file" &&
    dd if="$file" of="$DCRVOTER_PARTS/state" bs=$state_size conv=notrunc,fsync status=none
}

# first_then SLOT LEFT OTHER_LEFT: this one is tried first, the other one after.
first_then() {
  case $1 in
    a) write_state "A B" "$2" "$3" ;;
    b) write_state "B A" "$3" "$2" ;;
  esac
}

# How often a slot may still be tried.
left_of() { case $1 in a) printf %s "$A_LEFT" ;; b) printf %s "$B_LEFT" ;; esac; }

other_slot() { case $1 in a) printf b ;; b) printf a ;; esac; }
