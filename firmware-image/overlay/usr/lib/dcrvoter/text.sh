# shellcheck shell=bash
# Texts as people's editors leave them.

# plain_text FROM TO MOST: FROM, of at most MOST KiB, as UTF-8 without a byte order mark. When that cannot be, $why
# says so, in words that follow the file's name.
plain_text() {
  local from=$1 to=$2 most=$3 kind
  if [[ -d $from ]]; then
    why="is a folder; a text file of this name belongs here"
    return 1
  fi
  if [[ ! -f $from ]] || ! head -c $((most * 1024 + 1)) -- "$from" >"$to.raw" 2>/dev/null; then
    rm -f -- "$to.raw"
    why="cannot be read; it, or what it lies on, is damaged"
    return 1
  fi
  if [[ $(stat -c %s -- "$to.raw") -gt $((most * 1024)) ]]; then
    rm -f -- "$to.raw"
    why="is larger than $most KiB, which no such file is"
    return 1
  fi
  kind=$(head -c 4 -- "$to.raw" | od -An -v -tx1 | tr -d ' \n')
  case $kind in
    fffe*) tail -c +3 -- "$to.raw" | iconv -f UTF-16LE -t UTF-8 >"$to" ;;
    feff*) tail -c +3 -- "$to.raw" | iconv -f UTF-16BE -t UTF-8 >"$to" ;;
    efbbbf*) tail -c +4 -- "$to.raw" >"$to" ;;
    ??00??00) iconv -f UTF-16LE -t UTF-8 <"$to.raw" >"$to" ;;
    00??00??) iconv -f UTF-16BE -t UTF-8 <"$to.raw" >"$to" ;;
    *) cat -- "$to.raw" >"$to" ;;
  esac 2>/dev/null
  local code=$?
  rm -f -- "$to.raw"
  if [[ $code -ne 0 || $(tr -d '\000' <"$to" | wc -c) -ne $(stat -c %s -- "$to") ]]; then
    rm -f -- "$to"
    # shellcheck disable=SC2034 # for the caller
    why="is no plain text; save it as plain text (UTF-8)"
    return 1
  fi
}

# The lines of a text without carriage returns and outer space.
trimmed() { sed -e 's/\r$//' -e 's/^[[:blank:]]*//' -e 's/[[:blank:]]*$//' -- "$1"; }
