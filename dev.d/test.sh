# The tests: unit tests, house checks, replays of the fuzz seeds.

#: test [all|unit|house|REGEX] | install, build, run the tests; the last lines are ctest's
verb_test() {
  rm -f build/tests.xml
  timed "installing" verb_deps
  timed "the workspace" build_web
  timed "the walk's driver" install_walk
  timed "programs of others" install_pinned tests/clients
  timed "building" build release
  run_tests release "${1:-all}"
}

# run_tests PRESET WHICH: runs ctest; its result is also left in tests.xml of the build folder.
run_tests() {
  local folder which
  folder=$(build_folder "$1")
  case $2 in
    all) which=() ;;
    unit) which=(-E '^(house|fuzz_|torture|web)') ;;
    house) which=(-R '^house') ;;
    *) which=(-R "$2") ;;
  esac
  ctest --test-dir "$folder" --output-on-failure --no-tests=error --timeout 600 --parallel "$(jobs_at_once)" \
    --output-junit "$tree/$folder/tests.xml" "${which[@]}"
}

#: sanitize [asan|tsan] | run the unit tests under address+undefined, then thread sanitizers
verb_sanitize() {
  local preset
  verb_deps
  sanitizer_options
  for preset in ${1:-asan tsan}; do
    timed "building $preset" build "$preset"
    run_tests "$preset" unit
  done
}

# DuckDB and the system's libraries come without instrumentation; the files beside say what to overlook.
sanitizer_options() {
  local rules=$tree/tests/sanitize
  export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
  export UBSAN_OPTIONS=print_stacktrace=1
  export LSAN_OPTIONS=suppressions=$rules/leaks.txt:print_suppressions=0
  export TSAN_OPTIONS=suppressions=$rules/threads.txt:history_size=4
}

#: fuzz [SECONDS] [NAME] | let libFuzzer loose on every fuzz target, or on one, for so long each
verb_fuzz() {
  local seconds=${1:-60} only=${2:-} source name
  verb_deps
  install_debian_list deps/debian-clang.txt
  sanitizer_options
  for source in tests/fuzz/fuzz_*.cpp; do
    name=$(basename "$source" .cpp)
    [[ -z $only || $name == "$only" || $name == "fuzz_$only" ]] || continue
    build fuzz "$name"
    fuzz_one "$name" "$seconds"
  done
}

# What libFuzzer finds worth keeping goes to the build folder; a crash is written there, too.
fuzz_one() {
  local name=$1 seconds=$2 found=build-fuzz/found/$1 seeds=tests/fuzz/seeds/$1
  mkdir -p "$found"
  say "$name for $seconds s"
  build-fuzz/tests/"$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -print_final_stats=1 \
    -artifact_prefix="$found-" "$found" $([[ -d $seeds ]] && echo "$seeds")
}

#: torture [ROUNDS] | kill a writing process at random moments, check every acknowledgement
verb_torture() {
  verb_deps
  build release torture
  build/tests/torture --rounds "${1:-100}"
}

#: bench [NAME [ARGUMENT...]] | measure; without a name, everything in bench/
verb_bench() {
  local source name names=()
  verb_deps
  if [[ $# -gt 0 ]]; then
    name=${1#bench_}
    if [[ $name == web ]]; then
      bench_web "${@:2}"
      return
    fi
    [[ -f bench/bench_$name.cpp ]] || die "there is no bench/bench_$name.cpp"
    build release "bench_$name"
    build/bench/"bench_$name" "${@:2}"
    return
  fi
  for source in bench/bench_*.cpp; do
    [[ ! -f $source ]] || names+=("$(basename "$source" .cpp)")
  done
  [[ ${#names[@]} -gt 0 ]] || die "bench/ holds no benchmark yet"
  build release "${names[@]}"
  for name in "${names[@]}"; do
    say "$name"
    build/bench/"$name"
  done
}
