#!/usr/bin/env bash
# Install what a target needs: `setup.sh run` for the practice station, `setup.sh develop` for tests and packages.
# Does nothing, in a fraction of a second, when nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin # ldconfig and cupsd; not in everybody's path on Debian

level=${1:-develop}
case $level in
    run) extras=district ;;
    develop) extras=district,dev ;;
    *) echo "usage: packaging/setup.sh run|develop" >&2; exit 2 ;;
esac

# Shared library, and the Debian package that holds it.
libraries="
libGL.so.1 libgl1
libEGL.so.1 libegl1
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libdbus-1.so.3 libdbus-1-3
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libcups.so.2 libcups2
"

missing=()

find_missing_libraries() {
    local known library package
    known=$(ldconfig -p 2>/dev/null) || known=
    while read -r library package; do
        [ -z "$library" ] || [[ $known == *"$library "* ]] || missing+=("$package")
    done <<<"$libraries"
}

find_missing_commands() {
    [ "$level" = develop ] || return 0
    command -v chromium >/dev/null || missing+=(chromium)
    command -v pdftoppm >/dev/null || missing+=(poppler-utils)
    command -v cupsd >/dev/null || missing+=(cups)
    command -v objdump >/dev/null || missing+=(binutils)
    command -v ip >/dev/null || missing+=(iproute2)
    # Debian keeps its programs out of everybody's path.
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
}

# The first interpreter of a version the project supports.
find_python() {
    local candidate
    for candidate in python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

find_missing_python() {
    python=$(find_python)
    if [ -z "$python" ]; then
        missing+=(python3 python3-venv)
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        missing+=(python3-venv)
    fi
}

install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "Missing: ${missing[*]} (names of Debian packages). Install them with this system's installer, then run make again." >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    echo "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    logged apt-get update -q
    logged apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Run a command quietly; show the end of what it said only when it fails.
logged() {
    "$@" </dev/null >build/setup.log 2>&1 || {
        tail -n 20 build/setup.log >&2
        echo "This failed: $*" >&2
        echo "build/setup.log has all it said. Check the line to the package index and run make again." >&2
        exit 1
    }
}

make_environment() {
    [ -x .venv/bin/python ] || "${python:-$(find_python)}" -m venv .venv
    echo "Installing Python packages into .venv"
    logged .venv/bin/python -m pip install --disable-pip-version-check \
        --editable ".[$extras]" --constraint constraints.txt
}

# Lists of words are kept as text; what the windows read is made from them, again when the text is newer.
compile_translations() {
    local words
    for words in resources/translations/*.ts; do
        [ ! -e "$words" ] || [ "${words%.ts}.qm" -nt "$words" ] || {
            logged .venv/bin/python packaging/compile_translations.py
            return
        }
    done
}

wanted=$(cat pyproject.toml constraints.txt packaging/setup.sh | sha256sum)
have_environment() {
    local stamp
    for stamp in ".venv/.setup-$level" .venv/.setup-develop; do
        [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(<"$stamp")" = "$wanted" ] && return 0
    done
    return 1
}

mkdir -p build
exec 9>build/setup.lock
flock 9

find_missing_libraries
find_missing_commands
if ! have_environment; then
    [ -x .venv/bin/python ] || find_missing_python
    install_missing
    make_environment
    printf '%s' "$wanted" >".venv/.setup-$level"
else
    install_missing
fi
compile_translations
