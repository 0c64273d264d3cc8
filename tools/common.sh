# shellcheck shell=bash
# What the verbs share. Sourced first by each of them; leaves the shell in the
# project's top folder, strict about errors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
verb=${0##*/}

readonly kExitUsage=64 kExitUnavailable=69

say() { printf '==> %s\n' "$*"; }

# One sentence to standard error, then the end.
fail_usage() {
  printf './dev %s: %s\n' "$verb" "$*" >&2
  exit $kExitUsage
}
fail_unavailable() {
  printf './dev %s: %s\n' "$verb" "$*" >&2
  exit $kExitUnavailable
}

have() { command -v "$1" >/dev/null 2>&1; }

# True if word $1 is among the others.
is_one_of() {
  local word=$1 other
  shift
  for other; do [[ $word != "$other" ]] || return 0; done
  return 1
}

# Compilers at once: as many as cores, but no more than memory holds at 1.5 GiB each.
jobs_at_once() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo)
  echo $((memory < 1 ? 1 : memory < cores ? memory : cores))
}

# Files of the project that match the given git patterns, one a line: those
# git knows, and new ones that it does not ignore.
project_files() {
  if [[ -e .git ]] && have git; then
    git -c safe.directory="$root" ls-files --cached --others --exclude-standard --deduplicate -- "$@" |
      while IFS= read -r file; do [[ ! -f $file ]] || printf '%s\n' "$file"; done
  else # an unpacked archive
    local pattern
    for pattern; do find . -path ./build -prune -o -type f -path "./$pattern" -print; done | sed 's|^\./||' | sort -u
  fi
}
