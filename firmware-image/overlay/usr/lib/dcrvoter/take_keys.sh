# shellcheck shell=bash
# Voting keys that come on a carrier, and the back-up that goes there.
# shellcheck disable=SC2154 # $carrier, $name, $configuration, $why are of others

readonly key_file=voting-key.txt
readonly backup=voting-key-backup.txt

# As long as there is such a file that could not be read, the box makes no key of its own.
import_keys() {
  local text=$DCRVOTER_RUN/key awaited=$DCRVOTER_RUN/awaited.$name file words code line
  ! look_for_hidden_ending "$key_file" || : >"$awaited"
  on_carrier "$key_file" || return 0
  file=$carrier/$REPLY
  : >"$awaited"
  if ! is_network_clear; then # words of a seed are of any
    say wrong "$key_file was not read, since it is not clear for which network" \
      "mend dcrvoter.toml and start the box again; the file was left as it is"
    return 1
  fi
  if ! plain_text "$file" "$text" 4096; then
    say wrong "$key_file $why" "the file was left as it is"
    return 1
  fi
  words=$(voter --config "$configuration" key import - <"$text" 2>&1)
  code=$?
  rm -f -- "$text"
  if [[ $code -ne 0 ]]; then
    say wrong "$key_file: $(sed -n 's/^dcrvoter: //p' <<<"$words" | head -n 1)" \
      "the file was left as it is; mend it, or remove it"
    return 1
  fi
  rm -f -- "$awaited"
  while IFS= read -r line; do
    case $line in
      "Warning: the redeem script"*)
        say heed "$key_file: ${line#Warning: }" "put its private key into a $key_file, on the card or a stick"
        ;;
      "Warning: "*) say note "$key_file: ${line#Warning: }" ;;
    esac
  done <<<"$words"
  if [[ $words = "All of these keys are here already"* ]]; then
    words="its keys were here already"
  else
    words="its keys vote here now"
    : >"$DCRVOTER_RUN/changed"
  fi
  : >"$own/had-key"
  if ! remove_secret "$key_file"; then
    say wrong "$key_file was read, but could not be removed from the $name" \
      "remove it yourself: whoever reads it can vote, and for an account of a wallet spend, with these keys"
    return 0
  fi
  say took "$key_file: $words, and the file was removed"
}

write_backup() {
  local request file words
  look_for_hidden_ending backup-key.txt
  for request in backup-key backup-key.txt; do
    on_carrier "$request" || continue
    file=$carrier/$REPLY
    if [[ ! -f $file ]]; then
      say wrong "$request is a folder; an empty file of this name asks for a back-up"
      continue
    fi
    if [[ -e $carrier/$backup ]]; then
      say note "$backup is on the $name already and was not written again" \
        "for a new one, move it away and put $request there again"
    elif ! writable; then
      say wrong "$backup could not be written: the $name is write-protected or damaged"
      return 1
    elif ! words=$(voter --config "$configuration" key export --to "$carrier/$backup" 2>&1 >/dev/null); then
      say wrong "${words#dcrvoter: }" "make room on the $name, or take another one; the request was left"
      return 1
    else
      say took "$request: $backup was written; read in it how to keep it"
    fi
    writable && rm -f -- "$file" && sync -- "$carrier"
  done
  if [[ -e $carrier/$backup ]]; then
    say note "$backup is on the $name" "copy it to two other places, then remove it from here"
  fi
}
