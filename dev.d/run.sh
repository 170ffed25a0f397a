# The main job on the sample company.

#: run | install, build, then do the main job: messy channels in, one customer base out
verb_run() {
  timed "installing" verb_deps
  timed "the workspace" build_web
  timed "building" build release kith
  timed "the main job" run_demo build/demo
}

# run_demo FOLDER: makes the sample company, imports its channels into a new home, resolves, reports.
run_demo() {
  local folder=$1 file source owner purpose basis retention trust
  rm -rf "$folder"
  mkdir -p "$folder"
  export KITH_HOME=$folder/home
  kith init
  kith sample "$folder/company"
  while IFS=$'\t' read -r file source owner purpose basis retention trust; do
    kith source add "$source" --owner "$owner" --purpose "$purpose" --basis "$basis" \
      --retention "$retention" --trust "$trust"
    kith import "$folder/company/$file" --source "$source" --yes </dev/null
  done < <(demo_sources "$folder/company/sources.tsv")
  kith resolve
  kith customers --limit 5
  kith evaluate --truth-file "$folder/company/truth.csv"
  kith quality --html "$folder/quality.html"
  kith export customers --to "$folder/customers.xlsx"
  echo
  echo "The company's files are in $folder/company, its customer base in $KITH_HOME:"
  echo "  build/kith --home $KITH_HOME --help"
  echo "The quality report, for a browser: $folder/quality.html; the customers, as a spreadsheet: $folder/customers.xlsx"
}

# What the sample company says of its sources, in the words of the command line.
demo_sources() {
  awk -F '\t' -v OFS='\t' 'NR > 1 {
    gsub(/ /, "_", $5)
    sub(/ years?$/, "y", $6); sub(/ months?$/, "m", $6)
    print }' "$1"
}

# Shows the call as a person would type it, then does it.
kith() {
  printf '\n$ kith'
  printf ' %q' "$@"
  printf '\n'
  build/kith "$@"
}
