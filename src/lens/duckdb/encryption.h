// The crypto module DuckDB asks its instance for when it writes encrypted files.
#pragma once
#include "duckdb/common/encryption_state.hpp"

namespace kith::lens {

/// AES-GCM and AES-CTR by OpenSSL, with random bytes from RAND_bytes. Blocks it writes are the ones DuckDB's
/// own modules read. Keys of 16, 24 or 32 bytes. A tag that does not fit throws duckdb::IOException with
/// `tag_mismatch`.
class OpensslEncryption final : public duckdb::EncryptionUtil {
 public:
  duckdb::shared_ptr<duckdb::EncryptionState> CreateEncryptionState(
      duckdb::EncryptionTypes::CipherType cipher, duckdb::idx_t key_length) const override;
  bool SupportsEncryption() override { return true; }
};

inline constexpr const char* tag_mismatch = "authentication tag of an encrypted block does not fit";

}  // namespace kith::lens
