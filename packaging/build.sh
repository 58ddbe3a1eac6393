#!/usr/bin/env bash
# The desk as one folder in dist/station-app; its own `check` has the last word.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python -m PyInstaller --noconfirm --log-level WARN \
    --distpath dist --workpath build/pyinstaller packaging/station-app.spec

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
# A home of its own: what is checked is the package, not what this machine keeps.
HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config QT_QPA_PLATFORM=offscreen \
    dist/station-app/station-app check </dev/null
echo "dist/station-app: $(du -sm dist/station-app | cut -f1) MB; it starts, and its check passes"
