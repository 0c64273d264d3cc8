# shellcheck shell=bash
# What became of the last update: lines KEY=value in $own/update. STATE is writing, trial, done or failed; then
# VERSION, SLOT (where it was written), SUM (of its manifest) and WORDS (a sentence for people).
# shellcheck disable=SC2154 # $own is of paths.sh

# record STATE VERSION SLOT SUM WORDS
record() {
  printf 'STATE=%s\nVERSION=%s\nSLOT=%s\nSUM=%s\nWORDS=%s\n' "$@" >"$DCRVOTER_RUN/record" &&
    durable "$DCRVOTER_RUN/record" "$own/update"
}

recorded() { value_in "$own/update" "$1" && printf %s "$REPLY"; }

# record_end STATE WORDS: the same update has come to this.
record_end() { record "$1" "$(recorded VERSION)" "$(recorded SLOT)" "$(recorded SUM)" "$2"; }
