# shellcheck shell=bash
# Where everything is on the box. Tests give other places. Sourced by all programs here.
# shellcheck disable=SC2034 # used by those that source this

: "${DCRVOTER_DATA:=/data}"              # the data partition
: "${DCRVOTER_STATE:=/var/lib/dcrvoter}" # keys and history, on it
: "${DCRVOTER_RUN:=/run/dcrvoter-card}"  # what is forgotten at the next boot
: "${DCRVOTER_BOX_NOTES:=/run/dcrvoter-box/notes.json}"
: "${DCRVOTER_ROOT:=}"                      # before /etc/dcrvoter-release, /proc/cmdline and /sys
: "${DCRVOTER_DEV:=/dev}"
: "${DCRVOTER_PARTS:=$DCRVOTER_RUN/parts}"  # the partitions by their names
: "${DCRVOTER_USER=dcrvoter}"               # whose secrets are; none: they stay the caller's

umask 077
etc=$DCRVOTER_DATA/etc
own=$DCRVOTER_DATA/card # what the programs here keep
reports=$DCRVOTER_RUN/reports
configuration=$etc/dcrvoter/dcrvoter.toml

for folder in "$reports" "$own" "$etc" "${DCRVOTER_BOX_NOTES%/*}"; do
  [[ -d $folder ]] || mkdir -p -- "$folder"
done

# dcrvoter with the keys of this box.
voter() { STATE_DIRECTORY=$DCRVOTER_STATE dcrvoter "$@"; }

# The text of a small file; nothing when there is none. Here and below without other programs: a board is slow.
read_if() { [[ ! -r $1 ]] || printf %s "$(<"$1")"; }

# The value of the first line KEY=value in a file; nothing when there is none.
value_in() {
  local line
  [[ -r $1 ]] || return 0
  while IFS= read -r line; do
    if [[ $line = "$2="* ]]; then
      printf %s "${line#*=}"
      return
    fi
  done <"$1"
}

# a or b: the system that runs.
running_slot() { [[ ! $(read_if "$DCRVOTER_ROOT/proc/cmdline") =~ dcr\.slot=([ab]) ]] || printf %s "${BASH_REMATCH[1]}"; }

release() { value_in "$DCRVOTER_ROOT/etc/dcrvoter-release" "$1"; }
