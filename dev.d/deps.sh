# What the tree needs from Debian and from the npm registry; nothing is copied into the tree.

#: deps | install what is missing: Debian packages by name, pinned npm packages
verb_deps() {
  install_debian_list deps/debian.txt
  install_node
  install_npm_parts
}

# install_debian_list FILE…: the packages named in the lists, those that are missing.
install_debian_list() {
  local wanted
  mapfile -t wanted < <(awk 'NF && $1 !~ /^#/ { print $1 }' "$@")
  install_debian "${wanted[@]}"
}

install_debian() {
  command -v dpkg-query >/dev/null || die "this needs Debian's package tools; here, install by hand: $*"
  local package missing=()
  for package in "$@"; do
    debian_has "$package" || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  say "installing from Debian: ${missing[*]}"
  quietly as_root apt-get update
  quietly as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}"
}

debian_has() {
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Any npm that reads lock files of version 3 will do; Debian's own is 9.
install_node() {
  local version
  if version=$(npm --version 2>/dev/null) && [[ ${version%%.*} -ge 7 ]]; then return; fi
  install_debian nodejs npm
}

# The lock file pins every package by version and hash and names no registry: npm asks the one it is
# configured for. A stamp beside the packages says which lock file they were installed from.
install_npm_parts() {
  local stamp=deps/node_modules/.kith-lock now
  now=$(cat deps/package.json deps/package-lock.json deps/.npmrc | sha256sum)
  if [[ -f $stamp && $(<"$stamp") == "$now" ]]; then return; fi
  say "installing from the npm registry: $(npm_parts)"
  (cd deps && npm ci --no-progress --loglevel=error)
  echo "$now" >"$stamp"
}

npm_parts() {
  awk '/"dependencies"/ { inside = 1; next } /}/ { inside = 0 }
       inside { gsub(/[",:]/, ""); printf "%s%s@%s", gap, $1, $2; gap = " " }' deps/package.json
}
