# shellcheck shell=bash
# What there is to say: lines of KIND, words and remedy, from which status file and page are made. KIND is "took",
# "wrong", "note", or "heed" for what is as it was asked for, and yet for the page. $report names the file: one for each
# carrier, and for the box, its system, key, ssh and the status files.

# One line of valid text, of at most 480 bytes, in $REPLY. Most texts are one as they are.
one_line() {
  local LC_ALL=C
  REPLY=$1
  if [[ ${#1} -gt 480 || $1 = *[^\ -~]* ]]; then
    REPLY=$(printf %s "$1" | head -c 480 | iconv -c -f UTF-8 -t UTF-8 | tr '\000-\037\177' ' ')
  fi
}

# say KIND WORDS [REMEDY]: once; to the log as well.
say() {
  local line known
  one_line "$2"
  line=$1$'\t'$REPLY
  one_line "${3:-}"
  line+=$'\t'$REPLY
  # shellcheck disable=SC2154 # $report is of the caller
  if [[ -e $report ]]; then
    while IFS= read -r known; do [[ $known != "$line" ]] || return 0; done <"$report"
  fi
  printf '%s\n' "$line" >>"$report"
  printf '%s\n' "$line"
}
