# What `cmake --install build/PRESET --prefix /usr` puts where; the Debian packages are made of it. The units name
# /usr/bin/dcrvoter, and the program reads /etc/dcrvoter, whatever the prefix is.
install(TARGETS dcrvoter RUNTIME DESTINATION bin)
install(FILES config/dcrvoter.toml DESTINATION /etc/dcrvoter PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
install(FILES docs/dcrvoter.1 DESTINATION share/man/man1)
install(FILES services/dcrvoter.service services/dcrvoter.socket services/dcrvoter.path DESTINATION lib/systemd/system)
install(FILES services/dcrvoter.sysusers.conf DESTINATION lib/sysusers.d RENAME dcrvoter.conf)
install(FILES services/dcrvoter.tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME dcrvoter.conf)
install(FILES config/completions/dcrvoter.bash DESTINATION share/bash-completion/completions RENAME dcrvoter)
install(FILES config/completions/_dcrvoter DESTINATION share/zsh/vendor-completions)
install(FILES docs/openapi.yaml DESTINATION share/dcrvoter)
install(FILES config/monitoring/dcrvoter.rules.yml config/monitoring/grafana-dashboard.json
  config/monitoring/prometheus.yml DESTINATION share/dcrvoter/monitoring)
install(FILES docs/alerts.md docs/configuration.md docs/debian-package.md docs/lost-card.md docs/monitoring.md
  docs/moving-from-dcrwallet.md docs/operating.md docs/prepare-your-dcrd.md docs/systemd.md docs/threats.md
  docs/updates.md docs/when-may-i-unplug-it.md DESTINATION share/doc/dcrvoter)
