# A room is a folder of src/, a static library kith_<name>, linked only downward. LINKS are the rooms below;
# PARTS are foreign libraries, whose headers stay inside the room.
function(kith_room name)
  cmake_parse_arguments(ARG "" "DIRECTORY" "LINKS;PARTS" ${ARGN})
  set(directory src/${name})
  if(ARG_DIRECTORY)
    set(directory ${ARG_DIRECTORY})
  endif()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${directory}/*.cpp)
  if(files)
    add_library(kith_${name} STATIC ${files})
    target_include_directories(kith_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
    target_link_libraries(kith_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PARTS})
  else()
    add_library(kith_${name} INTERFACE)
    target_include_directories(kith_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
    target_link_libraries(kith_${name} INTERFACE ${ARG_LINKS})
  endif()
endfunction()

function(kith_program name main)
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE ${ARGN})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()

# kith_embed(target pattern… [NAME=path]…): puts files inside the binary, found by embedded("name").
# src/<room>/text_zh.txt is named text_zh/<room>; other files by their own name. After TREE come folders whose files
# are named by their path within, with the folder's parent before it: web/dist/assets/x.js is web/assets/x.js.
# A folder that does not exist has no files.
function(kith_embed target)
  set(assembly ".section .rodata\n")
  set(entries "")
  set(externs "")
  set(number 0)
  set(names "")
  set(depends "")
  set(tree FALSE)
  foreach(pattern ${ARGN})
    if(pattern STREQUAL "TREE")
      set(tree TRUE)
      continue()
    endif()
    if(tree)
      file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${pattern}/*)
    else()
      file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${pattern})
    endif()
    list(SORT files)
    foreach(file ${files})
      get_filename_component(name ${file} NAME)
      if(tree)
        get_filename_component(parent ${CMAKE_SOURCE_DIR}/${pattern} DIRECTORY)
        get_filename_component(parent ${parent} NAME)
        file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/${pattern} ${file})
        set(name "${parent}/${name}")
      endif()
      if(name STREQUAL "text_zh.txt")
        get_filename_component(folder ${file} DIRECTORY)
        get_filename_component(room ${folder} NAME)
        set(name "text_zh/${room}")
      endif()
      math(EXPR number "${number} + 1")
      set(symbol "kith_embedded_${target}_${number}")
      string(APPEND assembly ".global ${symbol}\n.global ${symbol}_end\n${symbol}:\n.incbin \"${file}\"\n${symbol}_end:\n.byte 0\n")
      string(APPEND externs "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
      string(APPEND entries "    {\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
      string(APPEND names "    \"${name}\",\n")
      list(APPEND depends ${file})
    endforeach()
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded_${target}.S CONTENT "${assembly}" @ONLY)
  set_source_files_properties(${CMAKE_BINARY_DIR}/embedded_${target}.S PROPERTIES OBJECT_DEPENDS "${depends}")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded_${target}.cpp CONTENT
"#include \"base/embedded.h\"
#include <utility>
${externs}
namespace kith {
namespace {
const std::pair<std::string_view, std::string_view> files[] = {
${entries}};
constexpr std::string_view names[] = {
${names}};
}  // namespace
std::string_view embedded(std::string_view name) noexcept {
  for (const auto& [key, bytes] : files) {
    if (key == name) return bytes;
  }
  return {};
}
std::span<const std::string_view> embedded_names() noexcept { return names; }
}  // namespace kith
" @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded_${target}.S ${CMAKE_BINARY_DIR}/embedded_${target}.cpp)
endfunction()
