# shellcheck shell=bash
# What there is to say: lines of KIND, words and remedy, from which status file and page are made. KIND is "took",
# "wrong" or "note". $report names the file: one for each carrier, and for the box, its key and the status files.

# One line of valid text, of at most 480 bytes.
one_line() { head -c 480 | iconv -c -f UTF-8 -t UTF-8 | tr '\000-\037\177' ' '; }

# say KIND WORDS [REMEDY]: once.
say() {
  local line
  line=$(printf '%s\t%s\t%s' "$1" "$(printf %s "$2" | one_line)" "$(printf %s "${3:-}" | one_line)")
  # shellcheck disable=SC2154 # $report is of the caller
  grep -qxF -- "$line" "$report" 2>/dev/null || printf '%s\n' "$line" >>"$report"
}
