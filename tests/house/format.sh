#!/usr/bin/env bash
# Every C++ file is formatted as .clang-format says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if ! command -v clang-format >/dev/null; then
  echo "clang-format is missing, so the format was not checked; ./dev deps installs it"
  exit 77
fi

# What git tracks; all there is where git is not, or does not trust the folder's owner.
mapfile -t files < <(git ls-files '*.cpp' '*.h' 2>/dev/null)
if [[ ${#files[@]} -eq 0 ]]; then
  mapfile -t files < <(find src sample tests bench -name '*.cpp' -o -name '*.h')
fi
mapfile -t faulty < <(clang-format --dry-run "${files[@]}" 2>&1 | sed -nE 's/^([^ :]+):[0-9]+:[0-9]+: .*/\1/p' | sort -u)

echo "${#files[@]} files"
[[ ${#faulty[@]} -eq 0 ]] && exit
printf 'not formatted: %s\n' "${faulty[@]}"
echo "./dev fmt mends this"
exit 1
