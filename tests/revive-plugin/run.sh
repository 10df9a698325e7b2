#!/bin/bash
# The tests of the Revive plugin, against a MariaDB of their own. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null

work=$(mktemp -d /tmp/comet-plugin.XXXXXX)
export COMET_TEST_SOCKET=$work/db.sock
database=0

clean_up() {
  if ((database)); then kill "$database" 2>/dev/null; wait "$database" 2>/dev/null; fi
  rm -rf "$work"
}
trap clean_up EXIT

give_up() { echo "$1"; echo "0 passed, 1 failed"; exit 1; }

for program in php phpunit zip unzip mariadbd mariadb-install-db my_print_defaults; do
  command -v "$program" >/dev/null || give_up "$program is needed (Debian: php-cli php-xml php-mysql php-curl phpunit zip unzip mariadb-server-core mariadb-client-core)"
done

start_database() {
  mariadb-install-db --no-defaults --datadir="$work/db" --user="$(id -un)" --auth-root-authentication-method=normal --skip-test-db >"$work/install.log" 2>&1 || return 1
  mariadbd --no-defaults --datadir="$work/db" --user="$(id -un)" --socket="$COMET_TEST_SOCKET" --skip-networking --skip-log-bin \
    --innodb-buffer-pool-size=32M --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --debug-no-sync --pid-file="$work/db.pid" >"$work/db.log" 2>&1 &
  database=$!
  for _ in $(seq 150); do
    [[ -S $COMET_TEST_SOCKET ]] && return 0
    kill -0 "$database" 2>/dev/null || return 1
    sleep 0.2
  done
  return 1
}

start_database || give_up "MariaDB did not start: $(tail -n 5 "$work"/*.log)"

phpunit --no-configuration --bootstrap bootstrap.php --log-junit "$work/result.xml" --do-not-cache-result . || true
[[ -s $work/result.xml ]] || give_up "no test ran"

count() { sed -nE "s/^  <testsuite .* $1=\"([0-9]+)\".*/\1/p" "$work/result.xml" | head -1; }
total=$(count tests) skipped=$(count skipped)
failed=$(($(count failures) + $(count errors) + ${skipped:-0}))
((${total:-0} > 0)) || give_up "no test ran"
echo "$((total - failed)) passed, $failed failed"
exit $((failed > 0))
