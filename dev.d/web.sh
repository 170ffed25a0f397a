# The workspace in the browser: installed from web/package-lock.json, built into web/dist, from where the server takes it.

#: web [check|walk|dev|fmt] | build the workspace; check types and logic; walk a browser through it; serve it while written; format
verb_web() {
  install_node
  case ${1:-build} in
    build) build_web ;;
    check)
      install_web
      web_types
      (cd web && npm run --silent check && npm test --silent)
      ;;
    walk)
      verb_deps
      build_web
      build release kith
      install_walk
      KITH_BINARY=$tree/build/kith tests/web/walk.sh "${@:2}"
      ;;
    dev)
      install_web
      web_types
      (cd web && npm run dev)
      ;;
    fmt)
      install_web
      (cd web && npm run --silent fmt)
      ;;
    *) die "./dev web knows build, check, walk, dev and fmt" ;;
  esac
}

# install_pinned FOLDER: what its lock file pins, unless that stands there already.
install_pinned() {
  local folder=$1 stamp=$1/node_modules/.kith-lock now
  now=$(cat "$folder/package.json" "$folder/package-lock.json" "$folder/.npmrc" | sha256sum)
  if [[ -f $stamp && $(<"$stamp") == "$now" ]]; then return; fi
  say "installing what $folder/package-lock.json pins"
  (cd "$folder" && npm ci --ignore-scripts --no-progress --loglevel=error)
  echo "$now" >"$stamp"
}

install_web() { install_pinned web; }

# The types of every call come from the contract; they are written when it has changed.
web_types() {
  local made=web/src/api/contract.ts
  if [[ -f $made && $made -nt api/openapi.yaml && $made -nt web/package-lock.json ]]; then return; fi
  (cd web && quietly npm run --silent types)
}

# build_web: costs nothing while the sources and the contract are those of the last build.
build_web() {
  local stamp=web/node_modules/.kith-built now
  install_web
  now=$(web_inputs | xargs -d '\n' sha256sum | sha256sum)
  if [[ -f web/dist/index.html && -f $stamp && $(<"$stamp") == "$now" ]]; then return; fi
  say "building the workspace"
  rm -f "$stamp" web/src/api/contract.ts
  web_types
  (cd web && quietly npm run --silent build)
  echo "$now" >"$stamp"
}

web_inputs() {
  echo api/openapi.yaml
  find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/test/*' \
    -not -path web/src/api/contract.ts | LC_ALL=C sort
}

# What drives the browser of the walk; the browser itself and its fonts stand in deps/debian.txt.
install_walk() { install_pinned tests/web; }

#: shots [FOLDER [NAME]] | pictures of every screen, in both languages and schemes, for a desk and a phone
verb_shots() {
  verb_deps
  build_web
  build release kith
  install_walk
  KITH_BINARY=$tree/build/kith node tests/web/shots.mjs "${1:-build/shots}" "${@:2}"
}

# bench_web [--records N]: first load, scrolling, palette, memory; on the sample company, or on so many rows of the wide sample.
bench_web() {
  build_web
  build release kith
  install_walk
  KITH_BINARY=$tree/build/kith node tests/web/bench.mjs "$@"
}
