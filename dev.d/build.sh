# Building, by the presets of CMakePresets.json.

#: build [release|debug|asan|tsan|fuzz] [TARGET...] | compile into build/ or build-<preset>/
verb_build() {
  local preset=${1:-release}
  [[ $# -eq 0 ]] || shift
  verb_deps
  build_web
  build "${preset,,}" "$@"
}

build_folder() {
  if [[ $1 == release ]]; then echo build; else echo "build-$1"; fi
}

# build PRESET [TARGET…]: configures where needed and compiles. Paths in the objects are made relative,
# so that a compiler cache serves every clone of the tree.
build() {
  local preset=$1 options=() targets=()
  shift
  case $preset in
    release | debug | asan | tsan | fuzz) ;;
    *) die "there is no build '$preset'; there are release, debug, asan, tsan and fuzz" ;;
  esac
  if command -v ccache >/dev/null; then
    options+=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    export CCACHE_BASEDIR=$tree CCACHE_NOHASHDIR=1
  fi
  if command -v mold >/dev/null; then
    options+=(-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold)
  fi
  quietly cmake --preset "$preset" "${options[@]}"
  [[ $# -eq 0 ]] || targets=(--target "$@")
  cmake --build "$(build_folder "$preset")" --parallel "$(jobs_at_once)" "${targets[@]}"
}

#: clean | remove every build folder and the demonstration (installed parts stay)
verb_clean() {
  rm -rf build build-debug build-asan build-tsan build-fuzz web/dist
}
