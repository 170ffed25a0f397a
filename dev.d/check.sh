# Format and lint.

#: fmt | format every tracked C++ file in place
verb_fmt() {
  install_debian clang-format
  git ls-files -co --exclude-standard -z '*.cpp' '*.h' | xargs -0 -r clang-format -i
}

#: lint [all|FILE...] | clang-tidy over the files changed since the last commit, over all, or over those named
verb_lint() {
  local files
  verb_deps
  install_debian_list deps/debian-clang.txt
  build release
  case ${1:-changed} in
    changed) mapfile -t files < <(git diff --name-only --diff-filter=d HEAD -- '*.cpp'; git ls-files -o --exclude-standard -- '*.cpp') ;;
    all) mapfile -t files < <(git ls-files 'src/*.cpp' 'sample/*.cpp' 'tests/*.cpp' 'bench/*.cpp') ;;
    *) files=("$@") ;;
  esac
  [[ ${#files[@]} -gt 0 ]] || { say "no changed file"; return; }
  printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(jobs_at_once)" clang-tidy --quiet -p build 2>/dev/null
}
