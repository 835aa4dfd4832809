#!/bin/sh
# Make .venv with the locked dependencies; run by the Makefile when requirements.lock changes.
set -eu
cd "$(dirname "$0")/.."

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# A pyenv shim may be found and yet not run: each candidate is tried.
find_python() {
    for name in python3.13 python3.14 python3.12 python3 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    stop 'No Python 3.12 or newer was found.' \
        'Install one, for instance: apt install python3 python3-venv (Debian 13, Ubuntu 24.04),' \
        'brew install python@3.13 (macOS), or pyenv install 3.13.'
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
        stop "$python has no venv module. On Debian or Ubuntu: apt install $version-venv"
    fi
    echo "Creating .venv with $("$python" --version)..."
    "$python" -m venv --clear .venv
}

if cmp -s requirements.lock .venv/requirements.lock; then
    touch .venv/requirements.lock
    exit
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
rm -f .venv/requirements.lock
echo "Installing $(grep -c '==' requirements.lock) locked packages (about half a minute)..."
# The lock is complete: nothing may come in beside it.
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps \
    -r requirements.lock || stop \
    'The packages could not be installed; the reason stands above.' \
    'Without a network, or behind a mirror, tell pip where to look (pip config), then try again.'
cp requirements.lock .venv/requirements.lock
