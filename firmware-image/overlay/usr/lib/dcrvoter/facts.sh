# shellcheck shell=bash
# What is known of the box, for the status file and the notes.
# shellcheck disable=SC2154 # $own, $configuration are of others

addresses() { ip -o addr show scope global up 2>/dev/null | awk '!/ (temporary|deprecated)/ { sub(/\/.*/, "", $4); print $4 }'; }

# Lines "FINGERPRINT DPUB" of the accounts.
accounts() {
  voter --config "$configuration" key show --json 2>/dev/null | tr '{' '\n' |
    sed -n 's/.*"xpub":"\([a-zA-Z0-9]*\)","fingerprint":"\([0-9a-f]*\)".*/\2 \1/p'
}

keeps_words() {
  local words
  for words in "$DCRVOTER_STATE"/keys/*.words; do
    [[ ! -e $words ]] || return 0
  done
  return 1
}

# How the update on the stick stands or, without one, how the last one ended: STATE, VERSION or WORDS.
update_of() {
  if [[ -s $DCRVOTER_RUN/update ]]; then value_in "$DCRVOTER_RUN/update" "$1"; else value_in "$own/update" "$1"; fi
}
