# The main job on the sample company.

#: run | install, build, then do the main job: messy channels in, one customer base out
verb_run() {
  timed "installing" verb_deps
  timed "building" build release kith
  timed "the main job" run_demo build/demo
}

# run_demo FOLDER: makes the sample company, imports its channels into a new home, resolves, reports.
run_demo() {
  local folder=$1 channel name
  local owner=(--owner "Sample company" --purpose "customer care" --basis contract --retention 3y)
  rm -rf "$folder"
  mkdir -p "$folder"
  export KITH_HOME=$folder/home
  kith init
  kith sample "$folder/company" --customers 2000
  for channel in "$folder"/company/*; do
    [[ -f $channel && $(basename "$channel") != truth* ]] || continue
    name=$(basename "${channel%%.*}")
    kith source add "$name" "${owner[@]}"
    kith import "$channel" --source "$name" --yes
  done
  kith resolve
  kith quality --html "$folder/quality.html"
  echo
  echo "The customer base is in $KITH_HOME. Look around in it with"
  echo "  build/kith --home $KITH_HOME customers"
  echo "The quality report, for a browser, is $folder/quality.html"
}

# Shows the call as a person would type it, then does it.
kith() {
  printf '\n$ kith'
  printf ' %q' "$@"
  printf '\n'
  build/kith "$@"
}
