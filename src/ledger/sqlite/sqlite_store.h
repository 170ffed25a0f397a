// The embedded ledger: one file by SQLite with SQLite3 Multiple Ciphers, pages encrypted by AEGIS-256.
#pragma once
#include <memory>
#include <string>

#include "ledger/driver.h"

namespace kith::ledger {

/// Opens or makes the file at `path`. Nothing is read until the first connection, which throws
/// Error(wrong_key) where `key` does not open the file and Error(corrupt) where it is damaged. Writers of
/// other processes are kept out by a lock on the file `path`.lock for as long as a writer is open.
std::unique_ptr<Store> open_sqlite_store(const std::string& path, const SecretKey& key);

}  // namespace kith::ledger
