// The keys of a home. Ledger and lens each have a random data key; a master key, kept outside the home, seals
// them in the file `keyring`. Changing the master key re-seals; changing the data keys re-encrypts the ledger
// and rebuilds the lens. A stolen home without its master key shows nothing.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/crypto.h"

namespace kith::service {

/// Where the master key comes from. The first that is set wins: key_hex, passphrase, key_file, the default
/// file.
struct KeyChoice {
  std::optional<std::string> key_hex;     ///< 64 hex digits (KITH_KEY)
  std::optional<std::string> passphrase;  ///< through Argon2id (KITH_PASSPHRASE)
  std::optional<std::string> key_file;    ///< 64 hex digits and a line end (--key-file, KITH_KEY_FILE)
  std::string default_folder;             ///< where a key file of its own is made and looked for
};

/// The choice that the environment makes: KITH_KEY, KITH_PASSPHRASE, KITH_KEY_FILE; the default folder is
/// $XDG_CONFIG_HOME/kith or ~/.config/kith.
KeyChoice key_choice_from_environment();

class Keyring {
 public:
  /// Makes the keyring of a new home. With a key file that does not exist, makes it too (mode 0600).
  static Keyring create(const std::string& home, const KeyChoice& choice);
  /// Throws Error(wrong_key) where the master key does not open it, Error(not_found) where the key file is
  /// gone.
  static Keyring open(const std::string& home, const KeyChoice& choice);

  const SecretKey& ledger() const noexcept { return ledger_; }
  const SecretKey& lens() const noexcept { return lens_; }
  /// A ledger key that a rotation had begun to write; the ledger is under this one or under ledger().
  const std::optional<SecretKey>& next_ledger() const noexcept { return next_ledger_; }
  /// The key file in use; empty where the key comes from elsewhere.
  const std::string& key_file() const noexcept { return key_file_; }
  /// "file", "environment" or "passphrase".
  std::string kind() const;

  /// Seals the same data keys under another master key. With a key file in use and no other choice, the file
  /// gets a fresh key; the old one stays beside it as <file>.old until the next rotation.
  void change_master(const KeyChoice& choice);
  /// Three steps of a new ledger key: begin (both are sealed in the keyring), the caller re-encrypts, finish.
  void begin_ledger_change();
  void finish_ledger_change();
  /// Takes back a begun change that never reached the ledger.
  void drop_ledger_change();
  /// A fresh lens key; the caller deletes the lens first.
  void change_lens_key();

 private:
  Keyring() = default;
  void save() const;

  std::string home_, key_file_, id_;
  std::string kind_;
  SecretKey master_, ledger_, lens_;
  std::optional<SecretKey> next_ledger_;
  Bytes salt_;
  PassphraseCost cost_;
};

}  // namespace kith::service
