# shellcheck shell=bash
# What there is to say of one carrier: lines of KIND, words and remedy, from which status file and page are made.
# KIND is "took", "wrong" or "note". $report names the file.

# One line of valid text, of at most 480 bytes.
one_line() { head -c 480 | iconv -c -f UTF-8 -t UTF-8 | tr '\000-\037\177' ' '; }

# say KIND WORDS [REMEDY]
say() {
  # shellcheck disable=SC2154 # of the caller
  printf '%s\t%s\t%s\n' "$1" "$(printf %s "$2" | one_line)" "$(printf %s "${3:-}" | one_line)" >>"$report"
}
