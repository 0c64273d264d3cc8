# shellcheck shell=bash
# Texts as people's editors leave them.

# plain_text FROM TO MOST: FROM, of at most MOST KiB, as UTF-8 without a byte order mark. When that cannot be, $why
# says so, in words that follow the file's name.
plain_text() {
  local from=$1 to=$2 most=$3
  if [[ -d $from ]]; then
    why="is a folder; a text file of this name belongs here"
    return 1
  fi
  ! small_text "$from" "$to" || return 0
  if [[ ! -f $from ]] || ! head -c $((most * 1024 + 1)) -- "$from" >"$to" 2>/dev/null; then
    rm -f -- "$to"
    why="cannot be read; it, or what it lies on, is damaged"
    return 1
  fi
  is_plain "$to" $((most * 1024)) && return
  if [[ $(stat -c %s -- "$to") -gt $((most * 1024)) ]]; then
    rm -f -- "$to"
    why="is larger than $most KiB, which no such file is"
    return 1
  fi
  if ! { mv -- "$to" "$to.raw" && convert "$to.raw" >"$to" && is_plain "$to" $((2 * most * 1024)); }; then
    rm -f -- "$to" "$to.raw"
    # shellcheck disable=SC2034 # for the caller
    why="is no plain text; save it as plain text (UTF-8)"
    return 1
  fi
  rm -f -- "$to.raw"
}

# small_text FROM TO: FROM as it is, if it is ASCII and has less than 16 KiB, as almost all have. That costs no process.
small_text() {
  local LC_ALL=C whole
  # It ends well with a zero or with as many bytes; what it has to say is that reading failed.
  ! IFS= read -r -d '' -n 16384 whole 2>"$2" <"$1" && [[ ! -s $2 && $whole != *[$'\x80'-$'\xff']* ]] &&
    printf %s "$whole" >"$2"
}

# is_plain FILE BYTES: UTF-8 of at most so many, none of them zero, and no byte order mark in front.
is_plain() {
  local LC_ALL=C pieces file=$1
  mapfile -t -d '' -n 2 pieces <"$file"
  set -- "$2" "${pieces[@]-}"
  [[ $# -le 2 && ${#2} -le $1 ]] && ! is_marked "$2" &&
    { [[ $2 != *[$'\x80'-$'\xff']* ]] || iconv -f UTF-8 -t UTF-8 <"$file" >/dev/null 2>&1; }
}

# A byte order mark; where LC_ALL is C.
is_marked() { [[ $1 = $'\xef\xbb\xbf'* || $1 = [$'\xfe\xff']* ]]; }

# Other forms of Unicode, told by a mark or by where the zeros are.
convert() {
  case $(head -c 4 -- "$1" | od -An -v -tx1 | tr -d ' \n') in
    fffe*) tail -c +3 -- "$1" | iconv -f UTF-16LE -t UTF-8 ;;
    feff*) tail -c +3 -- "$1" | iconv -f UTF-16BE -t UTF-8 ;;
    efbbbf*) tail -c +4 -- "$1" ;;
    ??00??00) iconv -f UTF-16LE -t UTF-8 <"$1" ;;
    00??00??) iconv -f UTF-16BE -t UTF-8 <"$1" ;;
    *) return 1 ;;
  esac 2>/dev/null
}

# same_text FILE FILE: two texts of less than a MiB each.
same_text() {
  local LC_ALL=C one='' other='' # of a file that cannot be read nothing comes
  ! IFS= read -r -d '' -n 1048576 one <"$1" && ! IFS= read -r -d '' -n 1048576 other <"$2" && [[ $one = "$other" ]]
}

# trim NAME: takes carriage return and outer space off the text in that variable.
trim() {
  local -n outer=$1
  outer=${outer%$'\r'}
  outer=${outer#"${outer%%[![:blank:]]*}"}
  outer=${outer%"${outer##*[![:blank:]]}"}
}
