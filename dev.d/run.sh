# The main job on the sample company.

#: run | install, build, then do the main job: messy channels in, one customer base out
verb_run() {
  timed "installing" verb_deps
  timed "building" build release kith
  timed "the main job" run_demo "$tree/build/demo"
}

# run_demo FOLDER: makes the sample company, imports its channels into a fresh home, resolves, reports.
run_demo() {
  local folder=$1 kith=$tree/build/kith channel name
  rm -rf "$folder"
  mkdir -p "$folder"
  export KITH_HOME=$folder/home
  show "$kith" init
  show "$kith" sample "$folder/company" --customers 2000
  for channel in "$folder"/company/*; do
    [[ -f $channel && $(basename "$channel") != truth* ]] || continue
    name=$(basename "${channel%%.*}")
    show "$kith" source add "$name" --owner "Sample company" --purpose "customer care" --basis contract --retention 3y
    show "$kith" import "$channel" --source "$name" --yes
  done
  show "$kith" resolve
  show "$kith" quality --html "$folder/quality.html"
  echo
  echo "The customer base is in ${KITH_HOME#"$tree"/}; look at it with: build/kith --home ${KITH_HOME#"$tree"/} customers"
  echo "The quality report is ${folder#"$tree"/}/quality.html"
}

show() {
  printf '\n$ kith'
  printf ' %s' "${@:2}"
  printf '\n'
  "$@"
}
