#include "service/keyring.h"

#include <cstdlib>
#include <filesystem>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"

namespace kith::service {
namespace {

constexpr const char* keyring_name = "keyring";
constexpr std::size_t salt_size = 16;

std::string default_key_file(const KeyChoice& choice, const std::string& id) {
  return (std::filesystem::path(choice.default_folder) / (id + ".key")).string();
}

SecretKey key_from_hex(std::string_view hex, const Text& what) {
  while (!hex.empty() && (hex.back() == '\n' || hex.back() == '\r' || hex.back() == ' '))
    hex.remove_suffix(1);
  Bytes bytes;
  if (!from_hex(hex, bytes) || bytes.size() != SecretKey::size) {
    throw Error(ErrorCode::wrong_key, what, "A key is 64 hexadecimal digits.");
  }
  return SecretKey::from_bytes(bytes);
}

SecretKey read_key_file(const std::string& path) {
  if (!std::filesystem::exists(path)) {
    throw Error(ErrorCode::not_found, Text("The key file {path} is not there.", {{"path", path}}),
                "Without its key this base cannot be read: bring the file back, or name it with --key-file.");
  }
  struct ::stat status {};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
    throw Error(ErrorCode::wrong_key, Text("The key file {path} can be read by others.", {{"path", path}}),
                Text("Take their rights away: chmod 600 {path}", {{"path", path}}));
  }
  return key_from_hex(read_file(path), Text("{path} holds no key.", {{"path", path}}));
}

void make_key_file(const std::string& path, const SecretKey& key) {
  if (std::filesystem::exists(path)) {
    throw Error(ErrorCode::conflict, Text("There is a file {path} already.", {{"path", path}}),
                "Name another key file, or use this one by giving it with --key-file.");
  }
  auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) throw_system_error(failure.value(), folder.string());
  }
  write_file_atomically(path, to_hex(key.bytes()) + "\n", 0600);
}

std::string sealed(const SecretKey& master, const SecretKey& key, std::string_view use) {
  return to_hex(seal(master, key.bytes(), use));
}

}  // namespace

KeyChoice key_choice_from_environment() {
  auto variable = [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
  };
  KeyChoice choice;
  choice.key_hex = variable("KITH_KEY");
  choice.passphrase = variable("KITH_PASSPHRASE");
  choice.key_file = variable("KITH_KEY_FILE");
  if (auto config = variable("XDG_CONFIG_HOME")) {
    choice.default_folder = *config + "/kith";
  } else {
    choice.default_folder = variable("HOME").value_or("/root") + "/.config/kith";
  }
  return choice;
}

Keyring Keyring::create(const std::string& home, const KeyChoice& choice) {
  Keyring ring;
  ring.home_ = home;
  Bytes id(8);
  random_bytes(id);
  ring.id_ = to_hex(id);
  ring.ledger_ = SecretKey::random();
  ring.lens_ = SecretKey::random();
  if (choice.key_hex) {
    ring.kind_ = "environment";
    ring.master_ = key_from_hex(*choice.key_hex, "KITH_KEY holds no key.");
  } else if (choice.passphrase) {
    ring.kind_ = "passphrase";
    ring.salt_.resize(salt_size);
    random_bytes(ring.salt_);
    ring.master_ = derive_key(*choice.passphrase, ring.salt_, ring.cost_);
  } else {
    ring.kind_ = "file";
    ring.key_file_ = choice.key_file.value_or(default_key_file(choice, ring.id_));
    if (std::filesystem::exists(ring.key_file_)) {
      ring.master_ = read_key_file(ring.key_file_);
    } else {
      ring.master_ = SecretKey::random();
      make_key_file(ring.key_file_, ring.master_);
    }
  }
  ring.save();
  return ring;
}

Keyring Keyring::open(const std::string& home, const KeyChoice& choice) {
  Keyring ring;
  ring.home_ = home;
  auto path = (std::filesystem::path(home) / keyring_name).string();
  std::string ledger, lens, next;
  try {
    auto json = nlohmann::json::parse(read_file(path));
    ring.id_ = json.at("id").get<std::string>();
    ring.kind_ = json.at("kind").get<std::string>();
    from_hex(json.value("salt", ""), ring.salt_);
    ring.cost_.passes = json.value("passes", ring.cost_.passes);
    ring.cost_.memory_bytes = json.value("memory_bytes", ring.cost_.memory_bytes);
    ledger = json.at("ledger").get<std::string>();
    lens = json.at("lens").get<std::string>();
    next = json.value("next_ledger", "");
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::corrupt, Text("{path} is damaged.", {{"path", path}}),
                "Bring the file back from a backup: without it the base cannot be opened.");
  }
  if (choice.key_hex) {
    ring.kind_ = "environment";
    ring.master_ = key_from_hex(*choice.key_hex, "KITH_KEY holds no key.");
  } else if (ring.kind_ == "passphrase") {
    if (!choice.passphrase) {
      throw Error(ErrorCode::wrong_key, "This base opens with a passphrase.", "Set KITH_PASSPHRASE.");
    }
    ring.master_ = derive_key(*choice.passphrase, ring.salt_, ring.cost_);
  } else if (ring.kind_ == "environment" && !choice.key_file) {
    throw Error(ErrorCode::wrong_key, "The key of this base comes from the environment.", "Set KITH_KEY.");
  } else {
    ring.key_file_ = choice.key_file.value_or(default_key_file(choice, ring.id_));
    ring.master_ = read_key_file(ring.key_file_);
  }
  auto open_one = [&](const std::string& hex, std::string_view use) {
    Bytes bytes, plain;
    if (!from_hex(hex, bytes) || !open_sealed(ring.master_, bytes, use, plain) ||
        plain.size() != SecretKey::size) {
      throw Error(ErrorCode::wrong_key, Text("The key does not open the base in {path}.", {{"path", home}}),
                  "Give the key that this base was made with (--key-file, KITH_KEY or KITH_PASSPHRASE).");
    }
    return SecretKey::from_bytes(plain);
  };
  // A rotation that a crash cut short left the fresh key beside the file: the keyring is sealed under it
  // already.
  auto waiting = ring.key_file_ + ".next";
  if (!ring.key_file_.empty() && std::filesystem::exists(waiting)) {
    Bytes bytes, plain;
    auto fresh = read_key_file(waiting);
    if (from_hex(ledger, bytes) && open_sealed(fresh, bytes, "ledger", plain)) {
      ring.master_ = fresh;
      std::filesystem::rename(waiting, ring.key_file_);
    }
  }
  ring.ledger_ = open_one(ledger, "ledger");
  ring.lens_ = open_one(lens, "lens");
  if (!next.empty()) ring.next_ledger_ = open_one(next, "ledger");
  return ring;
}

std::string Keyring::kind() const { return kind_; }

void Keyring::save() const {
  nlohmann::json json = {{"version", 1},
                         {"id", id_},
                         {"kind", kind_},
                         {"ledger", sealed(master_, ledger_, "ledger")},
                         {"lens", sealed(master_, lens_, "lens")}};
  if (!salt_.empty()) {
    json["salt"] = to_hex(salt_);
    json["passes"] = cost_.passes;
    json["memory_bytes"] = cost_.memory_bytes;
  }
  if (next_ledger_) json["next_ledger"] = sealed(master_, *next_ledger_, "ledger");
  write_file_atomically((std::filesystem::path(home_) / keyring_name).string(), json.dump(2) + "\n", 0600);
}

void Keyring::change_master(const KeyChoice& choice) {
  if (choice.key_hex && kind_ != "file") {
    kind_ = "environment";
    master_ = key_from_hex(*choice.key_hex, "KITH_KEY holds no key.");
    salt_.clear();
    save();
    return;
  }
  if (choice.passphrase) {
    kind_ = "passphrase";
    salt_.resize(salt_size);
    random_bytes(salt_);
    master_ = derive_key(*choice.passphrase, salt_, cost_);
    key_file_.clear();
    save();
    return;
  }
  // The new key is on disk before the keyring is sealed under it, and the old one stays readable beside it:
  // at no moment would a crash leave a keyring without its key.
  auto fresh = SecretKey::random();
  std::string file = key_file_.empty() ? choice.key_file.value_or(default_key_file(choice, id_)) : key_file_;
  if (key_file_.empty()) {
    make_key_file(file, fresh);
  } else {
    write_file_atomically(file + ".old", to_hex(master_.bytes()) + "\n", 0600);
    write_file_atomically(file + ".next", to_hex(fresh.bytes()) + "\n", 0600);
  }
  master_ = fresh;
  kind_ = "file";
  salt_.clear();
  save();
  if (!key_file_.empty()) {
    std::error_code failure;
    std::filesystem::rename(file + ".next", file, failure);
    if (failure) throw_system_error(failure.value(), file);
  }
  key_file_ = file;
}

void Keyring::begin_ledger_change() {
  next_ledger_ = SecretKey::random();
  save();
}

void Keyring::finish_ledger_change() {
  ledger_ = *next_ledger_;
  next_ledger_.reset();
  save();
}

void Keyring::drop_ledger_change() {
  next_ledger_.reset();
  save();
}

void Keyring::change_lens_key() {
  lens_ = SecretKey::random();
  save();
}

}  // namespace kith::service
