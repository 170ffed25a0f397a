#!/usr/bin/env bash
# Every C++ file is formatted as .clang-format says. `./dev fmt` mends what is reported here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if ! command -v clang-format >/dev/null; then
  echo "clang-format is missing, so the format was not checked; ./dev deps installs it"
  exit 77
fi
if [[ -d .git ]]; then
  files() { git ls-files -z '*.cpp' '*.h'; }
else
  files() { find src sample tests bench -name '*.cpp' -print0 -o -name '*.h' -print0; }
fi
files | xargs -0 -r -n 20 -P "$(nproc)" clang-format --dry-run -Werror
