#!/bin/bash
# Builds the one zip that Revive installs: build.sh [FOLDER], by default src/revive-plugin/out. The same sources give the same bytes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$here/out}
command -v zip >/dev/null || { echo "zip is needed (Debian: apt-get install zip)"; exit 1; }

name=cometAdTag
version=$(sed -nE 's|.*<version>(.*)</version>.*|\1|p' "$here/package/plugins/etc/$name.xml")
date=$(sed -nE 's|.*<creationDate>(.*)</creationDate>.*|\1|p' "$here/package/plugins/etc/$name.xml")

mkdir -p "$out"
zip=$(cd "$out" && pwd)/${name}_$version.zip
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R "$here/package/." "$copy"
find "$copy" -type f -exec chmod 644 {} + -exec env TZ=UTC touch -d "$date 00:00:00" {} +
rm -f "$zip"
(cd "$copy" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | TZ=UTC zip -X -D -q -@ "$zip")
echo "$zip"
