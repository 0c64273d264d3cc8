# shellcheck shell=bash
# shellcheck disable=SC2034 # $why, $version and $manifest are for those that source this
# An update file: an uncompressed tar of "manifest", then the parts that it names. docs/image.md, "Updates".

readonly parts='system.squashfs vmlinuz initrd'
readonly unsound="is damaged or not complete; copy it onto the stick again"

# part FILE NAME: its content.
part() { tar -xO -f - -- "$2" <"$1" 2>/dev/null; }

# Names and sizes of what is in it, a line each; false when it is damaged. By standard input tar unpacks nothing by
# itself, so that a compressed file is none.
list() {
  local lines
  lines=$(tar --numeric-owner -tv -f - <"$1" 2>/dev/null) && awk '{ print $6, $3 }' <<<"$lines"
}

# read_manifest FILE: sets $manifest, and the values VERSION and ARCH. False, with $why, when it is none.
read_manifest() {
  local name
  why=$unsound
  [[ $(list "$1") = 'manifest '* ]] || return 1
  manifest=$(part "$1" manifest | head -c 4096 | tr -d '\000')
  if [[ $(in_manifest FORMAT) != 1 ]]; then
    [[ -z $(in_manifest FORMAT) ]] || why="is of a newer kind; flash the card with a newer release and its back-up instead"
    return 1
  fi
  version=$(in_manifest VERSION)
  [[ $version =~ ^[0-9][0-9A-Za-z.+~-]*$ && ${#version} -le 40 ]] || return 1
  for name in $parts; do
    [[ $(in_manifest "SIZE_$name") =~ ^[0-9]{1,10}$ && $(in_manifest "SHA256_$name") =~ ^[0-9a-f]{64}$ ]] || return 1
  done
}

# One value; nothing when it stands there twice.
in_manifest() {
  local values
  mapfile -t values < <(sed -n "s/^${1//./\\.}=//p" <<<"$manifest")
  [[ ${#values[@]} -ne 1 ]] || printf %s "${values[0]}"
}

# sound FILE: every part has its size and hash, and there is nothing else.
sound() {
  local name
  [[ $(list "$1" | tail -n +2) = "$(
    for name in $parts; do printf '%s %s\n' "$name" "$(in_manifest "SIZE_$name")"; done
  )" ]] || return 1
  for name in $parts; do
    [[ $(part "$1" "$name" | sha256sum) = "$(in_manifest "SHA256_$name")  -" ]] || return 1
  done
}

# same_part NAME: whether standard input begins with this part.
same_part() {
  [[ $(head -c "$(in_manifest "SIZE_$1")" | sha256sum) = "$(in_manifest "SHA256_$1")  -" ]]
}

# The architecture that runs, as Debian calls it.
architecture() {
  case $(uname -m) in
    aarch64) printf arm64 ;;
    x86_64) printf amd64 ;;
    armv*) printf armhf ;;
  esac
}

# newer THAN VERSION, as `sort -V` orders them.
newer() { [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | tail -n 1) = "$2" ]]; }
