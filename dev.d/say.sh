# What the verbs say, and how they stop.

say() { printf '== %s\n' "$*"; }

die() {
  printf './dev: %s\n' "$*" >&2
  exit 1
}

jobs_at_once() { echo "${KITH_JOBS:-$(nproc)}"; }

# timed WHAT COMMAND…: runs the command, then says how long it took. `set -e` stays in force inside.
timed() {
  local what=$1 begun=$SECONDS
  shift
  "$@"
  say "$what took $((SECONDS - begun)) s"
}

# The command as root: directly, or through sudo.
as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "packages must be installed, which needs root: call again as root, or install sudo"
  fi
}

# quietly COMMAND…: what it prints is shown only when it fails.
quietly() {
  local log code=0
  log=$(mktemp)
  ("$@") >"$log" 2>&1 || code=$?
  [[ $code -eq 0 ]] || cat "$log" >&2
  rm -f "$log"
  return "$code"
}
