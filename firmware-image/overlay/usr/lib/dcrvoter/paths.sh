# shellcheck shell=bash
# Where everything is on the box. Tests give other places. Sourced by all programs here.
# shellcheck disable=SC2034 # used by those that source this

: "${DCRVOTER_DATA:=/data}"              # the data partition
: "${DCRVOTER_STATE:=/var/lib/dcrvoter}" # keys and history, on it
: "${DCRVOTER_RUN:=/run/dcrvoter-card}"  # what is forgotten at the next boot
: "${DCRVOTER_BOX_NOTES:=/run/dcrvoter-box/notes.json}"
: "${DCRVOTER_PARTS:=/run/dcrvoter-box/parts}" # the partitions by their names, from the initramfs
: "${DCRVOTER_ROOT:=}"                         # before /etc/dcrvoter-release and /proc/cmdline
: "${DCRVOTER_USER=dcrvoter}"                  # whose secrets are; none: they stay the caller's

umask 077
etc=$DCRVOTER_DATA/etc
own=$DCRVOTER_DATA/card # what the programs here keep
reports=$DCRVOTER_RUN/reports
configuration=$etc/dcrvoter/dcrvoter.toml
no_data=${DCRVOTER_BOX_NOTES%/*}/no-data # from the initramfs, when the data partition could not be mounted

# Here and everywhere before the voter starts, as few processes as can be, $(…) among them: one costs a slow board more
# than anything that bash does. Where the package bash-builtins is, bash itself does these.
for builtin in mkdir rm ln; do enable -f "$builtin" "$builtin" 2>/dev/null; done

if [[ ! -d $etc ]]; then # without the data partition; the voter reads its configuration there
  umask 022
  mkdir -p -- "$etc"
  umask 077
fi
[[ -d $reports && -d $own ]] || mkdir -p -- "$reports" "$own"

# dcrvoter with the keys of this box.
voter() { STATE_DIRECTORY=$DCRVOTER_STATE dcrvoter "$@"; }

# any FILE…: whether a pattern fits something.
any() { [[ -e $1 ]]; }

# What follows leaves its answer in $REPLY.

# The text of a small file of one line; nothing when there is none.
read_if() {
  REPLY=
  [[ ! -r $1 ]] || IFS= read -r REPLY <"$1"
}

# The value of the first line KEY=value in a file; nothing when there is none.
value_in() {
  if [[ -r $1 ]]; then
    while IFS= read -r REPLY; do
      if [[ $REPLY = "$2="* ]]; then
        REPLY=${REPLY#*=}
        return
      fi
    done <"$1"
  fi
  REPLY=
}

# a or b: the system that runs.
running_slot() {
  read_if "$DCRVOTER_ROOT/proc/cmdline"
  if [[ $REPLY =~ dcr\.slot=([ab]) ]]; then REPLY=${BASH_REMATCH[1]}; else REPLY=; fi
}

release() { value_in "$DCRVOTER_ROOT/etc/dcrvoter-release" "$1"; }
