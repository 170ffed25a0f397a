# The parts Kith is made with: Debian packages by pkg-config, npm packages from deps/node_modules.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(crypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(ssl REQUIRED IMPORTED_TARGET openssl)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
find_package(simdjson REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(GTest REQUIRED)
add_library(phonenumber INTERFACE)
target_link_libraries(phonenumber INTERFACE -lgeocoding -lphonenumber -lprotobuf)

set(KITH_NODE_MODULES ${CMAKE_SOURCE_DIR}/deps/node_modules)
if(NOT EXISTS ${KITH_NODE_MODULES}/duckdb)
  message(FATAL_ERROR "deps/node_modules is missing: run ./dev deps")
endif()

# SQLite with SQLite3 Multiple Ciphers, built once from its amalgamation.
set(sqlite_dir ${KITH_NODE_MODULES}/better-sqlite3-multiple-ciphers/deps/sqlite3)
add_library(kith_sqlite3mc STATIC ${sqlite_dir}/sqlite3.c)
target_include_directories(kith_sqlite3mc SYSTEM PUBLIC ${sqlite_dir})
target_compile_definitions(kith_sqlite3mc PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DQS=0 SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_OMIT_DEPRECATED SQLITE_OMIT_LOAD_EXTENSION SQLITE_TEMP_STORE=3
  SQLITE_ENABLE_FTS5 SQLITE_ENABLE_SESSION SQLITE_ENABLE_PREUPDATE_HOOK SQLITE_ENABLE_STAT4
  SQLITE_USE_URI=0 SQLITE_MAX_MMAP_SIZE=0 CODEC_TYPE=CODEC_TYPE_AEGIS SQLITE3MC_SECURE_MEMORY=1)
target_compile_options(kith_sqlite3mc PRIVATE -w)
target_link_libraries(kith_sqlite3mc PRIVATE Threads::Threads m dl)

# DuckDB: the published library with the headers of the same version.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(duckdb_dir ${KITH_NODE_MODULES}/@duckdb/node-bindings-linux-arm64)
else()
  set(duckdb_dir ${KITH_NODE_MODULES}/@duckdb/node-bindings-linux-x64)
endif()
add_library(kith_duckdb SHARED IMPORTED)
set_target_properties(kith_duckdb PROPERTIES IMPORTED_LOCATION ${duckdb_dir}/libduckdb.so IMPORTED_NO_SONAME FALSE
  INTERFACE_INCLUDE_DIRECTORIES ${KITH_NODE_MODULES}/duckdb/src/duckdb/src/include
  INTERFACE_COMPILE_DEFINITIONS "NDEBUG")
