#!/usr/bin/env bash
# The desk as one folder in dist/station-app; its own `check` has the last word.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python -m PyInstaller --noconfirm --log-level WARN \
    --distpath dist --workpath build/pyinstaller packaging/station-app.spec

# A home of its own: what is tried is the package, not what this machine keeps.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config QT_QPA_PLATFORM=offscreen

dist/station-app/station-app check </dev/null

# The windows too: a desk that is still open after some seconds has started (timeout then says 124).
status=0
timeout 5 dist/station-app/station-app </dev/null || status=$?
[ "$status" -eq 124 ] || { echo "dist/station-app/station-app ended by itself, with status $status" >&2; exit 1; }
echo "dist/station-app: $(du -sm dist/station-app | cut -f1) MB; it starts, and its check passes"
