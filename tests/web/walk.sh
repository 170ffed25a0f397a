#!/usr/bin/env bash
# The walk of tests/web/journey.mjs, minutes long, when KITH_WALK=1 asks for it as `./dev web walk` does. 77, which counts as
# skipped, where nobody asks, or where the browser or its driver is not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[[ ${KITH_WALK:-} == 1 ]] || exit 77
[[ -d node_modules/playwright-core ]] || exit 77
exec node journey.mjs "$@"
