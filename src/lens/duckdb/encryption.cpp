#include "lens/duckdb/encryption.h"

#include <algorithm>
#include <memory>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "duckdb/common/exception.hpp"

namespace kith::lens {
namespace {

using CipherType = duckdb::EncryptionTypes::CipherType;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

// OpenSSL counts bytes in int.
constexpr duckdb::idx_t longest_step = duckdb::idx_t{1} << 30;

[[noreturn]] void fail(const char* step) {
  throw duckdb::IOException(std::string("The crypto library failed at: ") + step);
}

const EVP_CIPHER* cipher_of(CipherType cipher, duckdb::idx_t key_length) {
  if (cipher == CipherType::GCM) {
    if (key_length == 16) return EVP_aes_128_gcm();
    if (key_length == 24) return EVP_aes_192_gcm();
    if (key_length == 32) return EVP_aes_256_gcm();
  }
  if (cipher == CipherType::CTR) {
    if (key_length == 16) return EVP_aes_128_ctr();
    if (key_length == 24) return EVP_aes_192_ctr();
    if (key_length == 32) return EVP_aes_256_ctr();
  }
  fail("choice of cipher");
}

class OpensslState final : public duckdb::EncryptionState {
 public:
  OpensslState(CipherType cipher_type, duckdb::idx_t key_length)
      : EncryptionState(cipher_type, key_length), context_(EVP_CIPHER_CTX_new()) {
    if (!context_) fail("start");
  }

  void InitializeEncryption(duckdb::const_data_ptr_t iv, duckdb::idx_t iv_length,
                            duckdb::const_data_ptr_t key, duckdb::idx_t key_length,
                            duckdb::const_data_ptr_t aad, duckdb::idx_t aad_length) override {
    begin(true, iv, iv_length, key, key_length, aad, aad_length);
  }

  void InitializeDecryption(duckdb::const_data_ptr_t iv, duckdb::idx_t iv_length,
                            duckdb::const_data_ptr_t key, duckdb::idx_t key_length,
                            duckdb::const_data_ptr_t aad, duckdb::idx_t aad_length) override {
    begin(false, iv, iv_length, key, key_length, aad, aad_length);
  }

  size_t Process(duckdb::const_data_ptr_t in, duckdb::idx_t in_length, duckdb::data_ptr_t out,
                 duckdb::idx_t out_length) override {
    if (out_length < in_length) fail("length of output");
    size_t written = 0;
    for (duckdb::idx_t at = 0; at < in_length; at += longest_step) {
      int step = 0;
      if (EVP_CipherUpdate(context_.get(), out + written, &step, in + at,
                           static_cast<int>(std::min(longest_step, in_length - at))) != 1) {
        fail("cipher");
      }
      written += static_cast<size_t>(step);
    }
    return written;
  }

  size_t Finalize(duckdb::data_ptr_t, duckdb::idx_t, duckdb::data_ptr_t tag,
                  duckdb::idx_t tag_length) override {
    bool tagged = cipher == CipherType::GCM;
    if (tagged && !encrypting_ &&
        EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_length), tag) != 1) {
      fail("tag");
    }
    // Stream modes leave no last block, so nothing is written here.
    unsigned char rest[EVP_MAX_BLOCK_LENGTH];
    int length = 0;
    if (EVP_CipherFinal_ex(context_.get(), rest, &length) != 1) {
      if (tagged && !encrypting_) throw duckdb::IOException(tag_mismatch);
      fail("end");
    }
    if (tagged && encrypting_ &&
        EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_length), tag) != 1) {
      fail("tag");
    }
    return static_cast<size_t>(length);
  }

  void GenerateRandomData(duckdb::data_ptr_t data, duckdb::idx_t length) override {
    if (RAND_bytes(data, static_cast<int>(length)) != 1) fail("random bytes");
  }

 private:
  void begin(bool encrypting, duckdb::const_data_ptr_t iv, duckdb::idx_t iv_length,
             duckdb::const_data_ptr_t key, duckdb::idx_t key_length, duckdb::const_data_ptr_t aad,
             duckdb::idx_t aad_length) {
    encrypting_ = encrypting;
    int way = encrypting ? 1 : 0;
    if (EVP_CipherInit_ex(context_.get(), cipher_of(cipher, key_length), nullptr, nullptr, nullptr, way) !=
        1) {
      fail("cipher");
    }
    if (cipher == CipherType::GCM) {
      if (EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_SET_IVLEN, static_cast<int>(iv_length), nullptr) !=
          1) {
        fail("nonce");
      }
    } else if (iv_length != static_cast<duckdb::idx_t>(EVP_CIPHER_CTX_get_iv_length(context_.get()))) {
      fail("nonce");
    }
    if (EVP_CipherInit_ex(context_.get(), nullptr, nullptr, key, iv, way) != 1) fail("key");
    int length = 0;
    if (aad_length > 0 &&
        EVP_CipherUpdate(context_.get(), nullptr, &length, aad, static_cast<int>(aad_length)) != 1) {
      fail("associated data");
    }
  }

  std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context_;
  bool encrypting_ = true;
};

}  // namespace

duckdb::shared_ptr<duckdb::EncryptionState> OpensslEncryption::CreateEncryptionState(
    CipherType cipher, duckdb::idx_t key_length) const {
  return duckdb::make_shared_ptr<OpensslState>(cipher, key_length);
}

}  // namespace kith::lens
