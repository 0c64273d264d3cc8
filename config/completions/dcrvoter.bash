# bash completion for dcrvoter(1): goes to /usr/share/bash-completion/completions/dcrvoter
# shellcheck shell=bash

_dcrvoter() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local word skip='' command='' under='' words='' general='--config --log-level --help'
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ -n $skip ]]; then
      skip=''
    elif [[ $word = --config || $word = --log-level || $word = --import || $word = --to ]]; then
      skip=yes
    elif [[ $word != -* && -z $command ]]; then
      command=$word
    elif [[ $word != -* && -z $under ]]; then
      under=$word
    fi
  done
  COMPREPLY=()
  case $previous in
    --config | --import | --to)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return
      ;;
    --log-level)
      mapfile -t COMPREPLY < <(compgen -W 'critical error warning info debug' -- "$current")
      return
      ;;
  esac
  case $command in
    '') words="run check status tickets votes choices key split version --version" ;;
    check) words='--offline --configuration --alerts' ;;
    status) words='--json --watch' ;;
    tickets | choices) words='--json' ;;
    votes) words='--json --csv --export --import' ;;
    split) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    key)
      case $under in
        '') words='new show import export' ;;
        show) words='--json --qr' ;;
        export) words='--to' ;;
        import) [[ $current = -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
      esac
      ;;
  esac
  mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words $general" -- "$current")
}
complete -o filenames -F _dcrvoter dcrvoter
