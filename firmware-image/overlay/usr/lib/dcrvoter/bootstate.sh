# shellcheck shell=bash
# U-Boot's environment at the beginning of the raw partition "state": which system is tried next, and how often.
# A CRC-32 of 4 bytes, then texts NAME=VALUE with a zero byte behind each, and zeros up to 16 KiB. All that changes
# lies in the first sector, which a power cut leaves old or new. The boot script reads and counts in it.
# shellcheck disable=SC2154 # $DCRVOTER_PARTS is of paths.sh

readonly text_size=16380

# The CRC-32 of standard input in the byte order of the environment; gzip ends with it and the length.
crc32() { gzip -c | tail -c 8 | head -c 4; }

# Sets ORDER, A_LEFT and B_LEFT; where there is no valid environment, what the boot script takes then.
read_state() {
  local text=$DCRVOTER_RUN/bootstate line
  ORDER="A B" A_LEFT=3 B_LEFT=0
  dd if="$DCRVOTER_PARTS/state" of="$text" bs=16k skip=4 count=$text_size iflag=skip_bytes,count_bytes,fullblock \
    status=none 2>/dev/null || return 1
  cmp -s -n 4 -- "$DCRVOTER_PARTS/state" <(crc32 <"$text") || return 1
  while IFS= read -r -d '' line && [[ -n $line ]]; do
    case $line in
      ORDER=*) ORDER=${line#*=} ;;
      A_LEFT=*) A_LEFT=${line#*=} ;;
      B_LEFT=*) B_LEFT=${line#*=} ;;
    esac
  done <"$text"
}

# write_state ORDER A_LEFT B_LEFT: on the disk when this ends well; nothing is written when it is so already. An empty
# number stays as it is.
write_state() {
  local text=$DCRVOTER_RUN/bootstate valid=yes
  read_state || valid=
  set -- "$1" "${2:-$A_LEFT}" "${3:-$B_LEFT}"
  if [[ -n $valid && $ORDER = "$1" && $A_LEFT = "$2" && $B_LEFT = "$3" ]]; then return 0; fi
  printf 'A_LEFT=%s\0B_LEFT=%s\0ORDER=%s\0' "$2" "$3" "$1" >"$text" && truncate -s $text_size -- "$text" &&
    { crc32 <"$text" && cat -- "$text"; } >"$text.whole" &&
    dd if="$text.whole" of="$DCRVOTER_PARTS/state" bs=16k conv=notrunc,fsync status=none
}

# first_then SLOT LEFT [OTHER_LEFT]: this one is tried first, the other one after; without a number it keeps its own.
first_then() {
  case $1 in
    a) write_state "A B" "$2" "${3:-}" ;;
    b) write_state "B A" "${3:-}" "$2" ;;
  esac
}

other_slot() { case $1 in a) printf b ;; b) printf a ;; esac; }
