#!/bin/sh
# Makes .venv with every locked dependency and the command .venv/bin/lindung. Does nothing when nothing changed.
set -eu
cd "$(dirname "$0")/.."

wanted=$(cat requirements-dev.txt pyproject.toml .python-version tools/setup.sh | cksum)
[ "$(cat .venv/setup-stamp 2>/dev/null || true)" = "$wanted" ] && exec sh tools/field.sh

fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

find_python() {
    # A shim may exist and still fail, so each candidate is tried by running it.
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3.14 python3 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12*/bin/python3; do
        [ -n "$candidate" ] && fits "$candidate" && { echo "$candidate"; return; }
    done
    echo "No Python 3.12 or newer with venv found. Install python3.13 and python3.13-venv, or name one: make setup PYTHON=/path/to/python3" >&2
    exit 2
}

if ! { [ -x .venv/bin/python ] && fits .venv/bin/python; }; then
    python=$(find_python)
    rm -rf .venv
    "$python" -m venv .venv
fi
echo "Installing the locked dependencies into .venv …" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
# The project itself, editable, with the build tool that the lock names: nothing unlocked is fetched.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
.venv/bin/python tools/messages.py --compile
echo "$wanted" > .venv/setup-stamp
exec sh tools/field.sh
