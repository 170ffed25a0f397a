#!/usr/bin/env bash
# Types, logic and texts of the workspace. 77, which counts as skipped, where it was not installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../web"
[[ -d node_modules/vitest && -f src/api/contract.ts ]] || exit 77
npm run --silent check
exec npm test --silent
