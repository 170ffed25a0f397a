#!/usr/bin/env bash
# Programs of others against the real server. 77, which counts as skipped, where node or they are not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v node >/dev/null || { echo "skipped: node is not there"; exit 77; }
[[ -d node_modules/@segment/analytics-node && -d node_modules/oidc-provider ]] ||
  { echo "skipped: ./dev test installs what tests/clients/package-lock.json pins"; exit 77; }
node segment.mjs
node killed.mjs
exec node sign_on.mjs
