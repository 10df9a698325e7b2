#!/bin/bash
# Installs what is missing, builds, and runs every test. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

# Build servers would outlive this script
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CI=true
# The tests say themselves how the service is set
unset URLS ASPNETCORE_URLS DOTNET_URLS ASPNETCORE_HTTP_PORTS ASPNETCORE_ENVIRONMENT DOTNET_ENVIRONMENT

results=tests/results
passed=0
failed=0
broken=()

say() { printf '\n== %s\n' "$*"; }

finish() {
  say "result"
  if ((passed + failed == 0)); then failed=1 broken+=("no test ran"); fi
  for name in "${broken[@]}"; do echo "FAILED: $name"; done
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
}

count_failure() {
  failed=$((failed + 1))
  broken+=("$1")
}

# A step is no test: it adds nothing when it passes, and one failure that names it when it does not
step() {
  local name=$1 seconds=$2
  shift 2
  say "$name"
  SECONDS=0
  if timeout --kill-after=10 "$seconds" "$@"; then echo "($name: $SECONDS s)"; return 0; fi
  count_failure "$name"
  return 1
}

# Debian's name of a package for each program that the tests start
missing_packages() {
  command -v chromium >/dev/null || echo chromium
  command -v curl >/dev/null || echo curl
  command -v prometheus >/dev/null && command -v promtool >/dev/null || echo prometheus
  command -v nginx >/dev/null || echo nginx-light
  command -v php >/dev/null || echo php-cli
  command -v phpunit >/dev/null || echo phpunit
  php -r 'exit(extension_loaded("mysqli") ? 0 : 1);' 2>/dev/null || echo php-mysql
  php -r 'exit(extension_loaded("simplexml") ? 0 : 1);' 2>/dev/null || echo php-xml
  php -r 'exit(extension_loaded("curl") ? 0 : 1);' 2>/dev/null || echo php-curl
  command -v zip >/dev/null || echo zip
  command -v unzip >/dev/null || echo unzip
  command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null || echo mariadb-server-core
  # mariadb-install-db calls it, and the package of that does not ask for its own
  command -v my_print_defaults >/dev/null || echo mariadb-client-core
}

install_missing() {
  local packages
  mapfile -t packages < <(missing_packages)
  if ((${#packages[@]} == 0)); then return 0; fi
  if ! command -v apt-get >/dev/null || ((EUID != 0)); then
    echo "missing: ${packages[*]}. Install them, or run this script as root on Debian."
    return 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  # RUNLEVEL=1: a package that is a daemon is installed, not started
  apt-get update -q && RUNLEVEL=1 apt-get install -q -y --no-install-recommends "${packages[@]}"
}

check_node() {
  local version
  version=$(node --version 2>/dev/null || echo none)
  if [[ ! $version =~ ^v([0-9]+) ]] || ((BASH_REMATCH[1] < 20)); then
    echo "Node.js 20 or newer is needed to build the tag; found: $version"
    return 1
  fi
  command -v npm >/dev/null || { echo "npm is needed to build the tag; it comes with Node.js"; return 1; }
}

check_dotnet() {
  dotnet --version >/dev/null 2>&1 || { echo "the .NET SDK 10 is needed (see global.json); dotnet --version says:"; dotnet --version 2>&1; return 1; }
}

check_format() {
  dotnet format whitespace --no-restore --verify-no-changes &&
    dotnet format style --no-restore --verify-no-changes
}

# The tests of one .NET project, counted from its result file
dotnet_tests() {
  local project=$1 seconds=$2 name trx status=0
  name=$(basename "$project")
  trx=$results/$name.trx
  say "$name"
  timeout --kill-after=10 "$seconds" dotnet test "$project" -c Release --no-build --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" || status=$?
  local counters good=0 bad=0
  counters=$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null || true)
  if [[ $counters =~ passed=\"([0-9]+)\" ]]; then good=${BASH_REMATCH[1]}; fi
  if [[ $counters =~ failed=\"([0-9]+)\" ]]; then bad=${BASH_REMATCH[1]}; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  if ((bad > 0)); then broken+=("$name: $bad"$'\n'"$(failed_in "$trx")"); fi
  if ((status != 0 && bad == 0)); then count_failure "$name: ended with code $status"; fi
  if ((status == 0 && good == 0)); then count_failure "$name: no test ran"; fi
}

# The first ones that failed and what they said, briefly: their output is far above the result
failed_in() {
  { grep -Pzo '(?s)<UnitTestResult [^>]*outcome="Failed".*?</Message>' "$1" || true; } | tr '\0\n' '\n ' |
    sed -E 's/.* testName="([^"]*)".*<Message>(.{0,600}).*/\1: \2/; s/<[^>]*>//g; s/ +/ /g' | head -n 10
}

# The tests of the tag, counted from the summary of Node's test runner
tag_tests() {
  local log=$results/tag.log status=0 good bad
  say "tag-js"
  (cd tag-js && { [ -d node_modules ] || timeout 180 npm ci --no-audit --no-fund; } && timeout --kill-after=10 180 npm test) 2>&1 | tee "$log" || status=$?
  good=$(sum_of pass "$log")
  bad=$(($(sum_of fail "$log") + $(sum_of cancelled "$log")))
  passed=$((passed + good))
  failed=$((failed + bad))
  if ((bad > 0)); then broken+=("tag-js: $bad"); fi
  if ((status != 0 && bad == 0)); then count_failure "tag-js: ended with code $status"; fi
  if ((status == 0 && good == 0)); then count_failure "tag-js: no test ran"; fi
}

# The tests of the Revive plugin, counted from their last line
plugin_tests() {
  local log=$results/revive-plugin.log status=0 counts good=0 bad=0
  say "revive-plugin"
  timeout --kill-after=10 300 bash tests/revive-plugin/run.sh 2>&1 | tee "$log" || status=$?
  counts=$(tail -n 1 "$log")
  if [[ $counts =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then good=${BASH_REMATCH[1]} bad=${BASH_REMATCH[2]}; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  if ((bad > 0)); then broken+=("revive-plugin: $bad"); fi
  if ((status != 0 && bad == 0)); then count_failure "revive-plugin: ended with code $status"; fi
  if ((status == 0 && good == 0)); then count_failure "revive-plugin: no test ran"; fi
}

sum_of() { sed -nE "s/^(ℹ|#) $1 ([0-9]+)\$/\2/p" "$2" | awk '{ sum += $1 } END { print sum + 0 }'; }

rm -rf "$results"
mkdir -p "$results"

say "what is needed"
install_missing || count_failure "what is needed: Debian packages"
check_node || { count_failure "what is needed: Node.js"; finish; }
check_dotnet || { count_failure "what is needed: .NET SDK"; finish; }

step "restore" 600 dotnet restore CometAdTag.sln || finish
export -f check_format
step "format" 400 bash -c check_format || true
step "build" 600 dotnet build CometAdTag.sln -c Release --no-restore || finish
dotnet_tests tests/CometAdTag.Rotation.Tests 300
dotnet_tests tests/CometAdTag.Service.Tests 600
dotnet_tests tests/CometAdTag.Benchmarks.Tests 180
tag_tests
plugin_tests
dotnet_tests tests/CometAdTag.Browser.Tests 900
finish
