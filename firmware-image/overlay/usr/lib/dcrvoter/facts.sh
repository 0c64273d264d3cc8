# shellcheck shell=bash
# What is known of the box, for the status file and the notes.
# shellcheck disable=SC2034,SC2154 # $own, $configuration are of others; $report and $key_trouble are for others

addresses() {
  local words
  while read -ra words; do
    [[ " ${words[*]} " = *' temporary '* || " ${words[*]} " = *' deprecated '* ]] || printf '%s\n' "${words[3]%/*}"
  done < <(ip -o addr show scope global up 2>/dev/null)
}

# The keys of this box: "FINGERPRINT DPUB" of each account in the array $keys. What keeps a file of them from being read
# is said, with $key_trouble: without any key the voter ends, and there is no page.
look_at_keys() {
  local text words report=$reports/key
  keys=() key_trouble=''
  text=$(voter --config "$configuration" key show --json 2>"$DCRVOTER_RUN/key-trouble")
  while [[ $text =~ '"xpub":"'([a-zA-Z0-9]*)'","fingerprint":"'([0-9a-f]*)'"'(.*) ]]; do
    keys+=("${BASH_REMATCH[2]} ${BASH_REMATCH[1]}")
    text=${BASH_REMATCH[3]}
  done
  while IFS= read -r words; do
    [[ $words = "dcrvoter: $DCRVOTER_STATE/keys/"* ]] || continue
    key_trouble=yes
    say wrong "a voting key on this card cannot be read, and its tickets are not voted: ${words##"dcrvoter: $DCRVOTER_STATE/keys/"}" \
      "flash a new card, with a back-up of the key"
  done <"$DCRVOTER_RUN/key-trouble"
}

# How the update on the stick stands or, without one, how the last one ended: STATE, VERSION or WORDS, in $REPLY.
update_of() {
  if [[ -s $DCRVOTER_RUN/update ]]; then value_in "$DCRVOTER_RUN/update" "$1"; else value_in "$own/update" "$1"; fi
}

# reported KINDS NAME: what the reports have of these kinds, as words and remedy in turn, in the array $reported; words
# that are another carrier's than NAME's say so.
reported() {
  local where kind words remedy
  reported=()
  for where in box system key ssh status-card status-stick second card stick; do
    [[ -r $reports/$where ]] || continue
    while IFS=$'\t' read -r kind words remedy; do
      [[ " $1 " = *" $kind "* ]] || continue
      [[ $where = "$2" || ($where != card && $where != stick) ]] || words="on the $where: $words"
      reported+=("$words" "$remedy")
    done <"$reports/$where"
  done
}
