#!/usr/bin/env bash
# The walk of tests/web/journey.mjs. 77, which counts as skipped, where the browser or its driver is not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[[ -d node_modules/playwright-core ]] || exit 77
exec node journey.mjs "$@"
