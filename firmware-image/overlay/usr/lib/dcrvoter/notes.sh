# shellcheck shell=bash
# The file that dcrvoter's page and status read ($DCRVOTER_BOX_NOTES), as JSON.
# shellcheck disable=SC2154 # $DCRVOTER_BOX_NOTES is of paths.sh

# member NAME TEXT: onto $json. The lines of a report are one line of valid text each already.
member() {
  local text=${2//\\/\\\\}
  json+="\"$1\":\"${text//\"/\\\"}\""
}

# It holds no secret, and dcrvoter is another user.
write_notes() {
  local i file=$DCRVOTER_BOX_NOTES between='' json='{'
  release VERSION && member release "$REPLY" && json+=,
  release BUILD && member build "$REPLY" && json+=,
  running_slot && member slot "$REPLY" && json+=',"problems":['
  reported 'wrong heed' ''
  for ((i = 0; i < ${#reported[@]}; i += 2)); do
    json+="$between{"
    member words "${reported[i]}" && json+=, && member remedy "${reported[i + 1]}" && json+='}'
    between=,
  done
  json+='],"update":{'
  update_of STATE && member state "${REPLY:-none}" && json+=,
  update_of VERSION && member release "$REPLY" && json+=,
  update_of WORDS && member words "$REPLY"
  [[ ! -e $file ]] || file+=.new # the first time, at the boot, nobody reads it yet
  umask 022
  printf '%s\n' "$json}}" >"$file"
  umask 077
  [[ $file = "$DCRVOTER_BOX_NOTES" ]] || mv -f -- "$file" "$DCRVOTER_BOX_NOTES"
}
