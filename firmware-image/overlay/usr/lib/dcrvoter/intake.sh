# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $carrier and others are for those that it calls, $own and $reports of paths.sh
# intake settings|settle|keys|backup NAME: takes what lies on the carrier NAME ("card" or "stick"), which is mounted at
# the folder of that name in $DCRVOTER_RUN; "settle" is what is to be done there after "settings". Nothing there is ever
# executed. Ends well whatever it finds; what it has to say is in the report. By itself, so that nothing is left of it for
# the next carrier.
intake() (
  name=$2
  carrier=$DCRVOTER_RUN/$name
  taking=$DCRVOTER_RUN/taking.$name
  report=$reports/$name
  why=
  declare -A remembered=()
  case $1 in
    settings)
      : >"$report"
      [[ ! -e $own/moved.$name ]] || : >"$DCRVOTER_RUN/moved.$name"
      gone "$taking"
      mkdir -- "$taking"
      finish
      take_configuration
      take_wifi
      take_ssh
      any "$taking"/took.* || gone "$taking"
      ;;
    settle) settle ;;
    keys) import_keys ;;
    backup) write_backup ;;
  esac
  return 0
)
