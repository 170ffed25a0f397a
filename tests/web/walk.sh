#!/usr/bin/env bash
# The walk of tests/web/journey.mjs. 77, which counts as skipped, where the browser or its driver is not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[[ -d node_modules/playwright-core ]] || exit 77
status=0
node journey.mjs "$@" || status=$?
[[ $status -ne 0 && $status -ne 77 ]] || exit "$status"
echo "== a step failed; the walk is done once more, to tell a fault from a browser that stumbled =="
exec node journey.mjs "$@"
