# Proof that the two commands do all their own set-up: both are run in a bare Debian 12 root.
#
# The root holds what debootstrap calls minbase, and git; it knows of this machine only where packages come
# from: the Debian mirror of apt's sources, apt's network settings, npm's registry, the certificate authorities.
# Folders are under KITH_FRESH_DIR, outside the tree: base/ is kept for the next time, root/ is a copy of
# it for one run. The mounts live in a mount namespace of their own, so they vanish with the process.

readonly fresh_folder=${KITH_FRESH_DIR:-/var/tmp/kith-fresh}
readonly fresh_suite=bookworm

#: fresh [test|run ...] | prove it: `./dev test` and `./dev run` of the last commit in a bare Debian 12 root
verb_fresh() {
  local root=$fresh_folder/root verbs=("$@") code=0
  [[ $# -gt 0 ]] || verbs=(test run)
  [[ $(id -u) -eq 0 ]] || die "a bare root needs root: call again as root"
  [[ $(git status --porcelain | wc -l) -eq 0 ]] || say "note: what is not committed is not in the bare root"
  mkdir -p "$fresh_folder"
  fresh_base
  fresh_remove "$root"
  trap fresh_leave EXIT
  cp -a "$fresh_folder/base" "$root"
  git clone -q --depth 1 "file://$tree" "$root/kith"
  say "the bare root has $(chroot "$root" dpkg-query -W | wc -l) packages; the commit is $(git log -1 --format='%h %s')"
  fresh_verbs "$root" "${verbs[@]}" || code=$?
  say "the root holds $(du -sh --one-file-system "$root" | cut -f1) now"
  return "$code"
}

# However the run ends; KITH_FRESH_KEEP=1 leaves the root to be looked at.
fresh_leave() { [[ -n ${KITH_FRESH_KEEP:-} ]] || fresh_remove "$fresh_folder/root"; }

# Runs `./dev <verb>` for each verb inside the root, all of them even when one fails.
fresh_verbs() {
  local root=$1 verb begun outcome code=0 outcomes=()
  shift
  for verb in "$@"; do
    begun=$SECONDS
    outcome=passed
    fresh_enter "$root" bash -c 'cd /kith && exec ./dev "$@"' bash "$verb" || { outcome=FAILED; code=1; }
    outcomes+=("./dev $verb $outcome after $((SECONDS - begun)) s")
  done
  printf '== in the bare root: %s\n' "${outcomes[@]}"
  return "$code"
}

# fresh_enter ROOT COMMAND…: with an environment of its own, so that nothing set here can help.
fresh_enter() {
  local root=$1 settings=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb)
  shift
  if command -v npm >/dev/null; then
    settings+=("npm_config_registry=$(npm config get registry 2>/dev/null)")
  fi
  if [[ -n $(ls "$root/usr/local/share/ca-certificates") ]]; then
    settings+=(NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt)
  fi
  [[ -z ${KITH_JOBS:-} ]] || settings+=("KITH_JOBS=$KITH_JOBS")
  # shellcheck disable=SC2016
  unshare --mount --propagation private bash -euc '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/dev/shm"
    exec chroot "$root" /usr/bin/env -i "$@"' bash "$root" "${settings[@]}" "$@"
}

# The folder is removed only when nothing is mounted below it and without crossing into another file system.
fresh_remove() {
  [[ -e $1 ]] || return 0
  ! grep -q " $1/" /proc/self/mounts || die "something is mounted below $1; unmount it first"
  rm -rf --one-file-system "$1"
}

# The base: made anew when it is older than a week or was left half made.
fresh_base() {
  local base=$fresh_folder/base half=$fresh_folder/base.half mirror
  if [[ -n $(find "$base" -maxdepth 0 -mtime -7 2>/dev/null) ]]; then return; fi
  install_debian debootstrap
  mirror=$(fresh_mirror)
  [[ -n $mirror ]] || die "no Debian mirror with the suite $fresh_suite stands in apt's sources"
  fresh_remove "$base"
  fresh_remove "$half"
  say "making a bare $fresh_suite root in $base from $mirror"
  debootstrap --variant=minbase --include=git,ca-certificates "$fresh_suite" "$half" "$mirror" >"$fresh_folder/debootstrap.log" ||
    die "debootstrap failed: see $fresh_folder/debootstrap.log"
  fresh_sources "$half"
  fresh_authorities "$half"
  touch "$half"
  mv "$half" "$base"
}

# Lines "URI SUITE…" of apt's enabled sources, from both of its formats.
fresh_source_lines() {
  local files=()
  mapfile -t files < <(find /etc/apt/sources.list /etc/apt/sources.list.d -name '*.list' 2>/dev/null)
  [[ ${#files[@]} -eq 0 ]] || sed -nE 's/^deb +(\[[^]]*\] *)?([^ ]+) +([^ ]+) .*/\2 \3/p' "${files[@]}"
  mapfile -t files < <(find /etc/apt/sources.list.d -name '*.sources' 2>/dev/null)
  [[ ${#files[@]} -eq 0 ]] || awk -v RS= -F '\n' '
    { uri = suites = ""; off = 0
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^URIs:/) { uri = $i; sub(/^URIs: */, "", uri); sub(/ .*/, "", uri) }
        if ($i ~ /^Suites:/) { suites = $i; sub(/^Suites: */, "", suites) }
        if ($i ~ /^Enabled: *no/) off = 1
      }
      if (uri != "" && !off) print uri, suites }' "${files[@]}"
}

fresh_mirror() {
  fresh_source_lines | awk -v suite="$fresh_suite" '{ for (i = 2; i <= NF; i++) if ($i == suite) { print $1; exit } }'
}

# The sources of the suite and of its updates and security, and how apt reaches them.
fresh_sources() {
  local apt=$1/etc/apt
  rm -f "$apt/sources.list"
  fresh_source_lines | awk -v suite="$fresh_suite" '
    { for (i = 2; i <= NF; i++) if ($i == suite || $i ~ "^" suite "-(updates|security)$") print "deb", $1, $i, "main" }' \
    >"$apt/sources.list"
  apt-config dump | grep -E '^Acquire::(http|https|Check-Date|Check-Valid-Until|Retries)' >"$apt/apt.conf.d/01network" || true
}

fresh_authorities() {
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$1/usr/local/share/ca-certificates/" \;
  cp /etc/resolv.conf /etc/hosts "$1/etc/"
  chroot "$1" update-ca-certificates >/dev/null
}
