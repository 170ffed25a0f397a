#include "service/home.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <sys/stat.h>

#include "base/error.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/sqlite/sqlite_store.h"
#include "service/dictionary.h"
#include "service/lens_feed.h"
#include "service/take_back.h"

namespace kith::service {
namespace {

std::string inside(const std::string& folder, const char* name) {
  return (std::filesystem::path(folder) / name).string();
}

// The lens is a copy: what is wrong with it goes when it is made anew. A file that ends too early reads as a
// refusal of the system, tables that a killed process left half made as an internal fault; where either is
// real, it shows itself again.
bool worth_rebuilding(const Error& error) {
  return error.code() == ErrorCode::corrupt || error.code() == ErrorCode::wrong_key ||
         error.code() == ErrorCode::too_new || error.code() == ErrorCode::io ||
         error.code() == ErrorCode::internal;
}

// A newer version may standardise an attribute of the dictionary by another type. What people set of it
// stays.
void update_dictionary(ledger::Ledger& ledger) {
  std::vector<ledger::Attribute> changed;
  for (auto& stored : ledger::all_attributes(ledger.read()->sql())) {
    const auto* built_in = built_in_attribute(stored.name);
    if (built_in == nullptr || built_in->id != stored.id || built_in->type == stored.type) continue;
    stored.type = built_in->type;
    changed.push_back(std::move(stored));
  }
  if (changed.empty()) return;
  ledger.write([&](ledger::Write& write) {
    for (const auto& attribute : changed) ledger::put_attribute(write, attribute);
  });
}

}  // namespace

Home::Home(std::string folder, Keyring keyring) : folder_(std::move(folder)), keyring_(std::move(keyring)) {}
Home::~Home() = default;

std::string Home::lens_path() const { return inside(folder_, "lens"); }

std::unique_ptr<Home> Home::create(const std::string& folder, const KeyChoice& choice) {
  std::error_code failure;
  if (std::filesystem::exists(inside(folder, "keyring"), failure)) {
    throw Error(ErrorCode::conflict, Text("There is a customer base in {path} already.", {{"path", folder}}),
                "Choose another folder with --home, or use this base as it is.");
  }
  if (std::filesystem::exists(inside(folder, "ledger"), failure)) {
    throw Error(ErrorCode::conflict, Text("{path} holds a ledger without its keyring.", {{"path", folder}}),
                "Bring the file `keyring` back from a backup, or choose another folder.");
  }
  std::filesystem::create_directories(folder, failure);
  if (failure) throw_system_error(failure.value(), folder);
  ::chmod(folder.c_str(), 0700);
  std::unique_ptr<Home> home(new Home(folder, Keyring::create(folder, choice)));
  home->open_ledger(Access::write);
  home->ledger_->write([&](ledger::Write& write) {
    for (const auto& attribute : built_in_attributes()) ledger::put_attribute(write, attribute);
    write.audit("base.create", "base", "{}");
  });
  return home;
}

std::unique_ptr<Home> Home::open(const std::string& folder, const KeyChoice& choice, Access access) {
  if (!std::filesystem::exists(inside(folder, "keyring"))) {
    throw Error(ErrorCode::not_found, Text("There is no customer base in {path}.", {{"path", folder}}),
                "Make one with `kith init`, or name its folder with --home or KITH_HOME.");
  }
  std::unique_ptr<Home> home(new Home(folder, Keyring::open(folder, choice)));
  home->open_ledger(access);
  if (access == Access::write) {
    home->taken_back_ = take_back_open_batches(*home->ledger_);
    update_dictionary(*home->ledger_);
  } else if (ledger::has_open_batch(home->ledger_->read()->sql())) {
    // Either somebody is importing right now, and holds the lock, or somebody died: then we clean up first.
    try {
      home->ledger_.reset();
      home->open_ledger(Access::write);
      home->taken_back_ = take_back_open_batches(*home->ledger_);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::busy) throw;
      home->open_ledger(Access::read);
    }
  }
  return home;
}

void Home::open_ledger(Access access) {
  auto path = inside(folder_, "ledger");
  auto open_with = [&](const SecretKey& key) {
    return std::make_unique<ledger::Ledger>(ledger::open_sqlite_store(path, key), access == Access::write);
  };
  try {
    ledger_ = open_with(keyring_.ledger());
    if (keyring_.next_ledger() && access == Access::write) keyring_.drop_ledger_change();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::wrong_key || !keyring_.next_ledger()) throw;
    ledger_ = open_with(*keyring_.next_ledger());
    keyring_.finish_ledger_change();
  }
}

lens::LensOptions Home::lens_options() const {
  lens::LensOptions options;
  if (lens_memory_) options.memory_limit = *lens_memory_;
  if (keep_lens_) {
    // A helper that a job has begun comes after others like the job, and whoever reads would wait for what it
    // took.
    constexpr unsigned most = 4;
    options.threads = std::clamp(std::thread::hardware_concurrency(), 2u, most + 1) - 1;
    options.read_meanwhile = true;
  }
  if (!lens_exports_to_.empty()) options.allowed_directories.push_back(lens_exports_to_);
  return options;
}

lens::Lens& Home::lens(Progress& progress, const Cancel& cancel, const std::string& exports_to) {
  std::unique_lock gate(lens_gate_, std::defer_lock);
  if (lens_ && lens_exports_to_ != exports_to && !exports_to.empty()) {
    gate.lock();
    lens_.reset();
  }
  if (!lens_) {
    if (!gate.owns_lock()) gate.lock();
    lens_exports_to_ = exports_to;
    const auto options = lens_options();
    try {
      lens_ = lens::Lens::open(lens_path(), keyring_.lens(), options);
    } catch (const Error& error) {
      if (!worth_rebuilding(error)) throw;
      lens::Lens::remove(lens_path());
      lens_ = lens::Lens::open(lens_path(), keyring_.lens(), options);
    }
  }
  if (gate.owns_lock()) gate.unlock();
  try {
    refresh_lens(*ledger_, *lens_, progress, cancel);
  } catch (const Error& error) {
    if (!worth_rebuilding(error)) throw;
    rebuild_lens(progress, cancel);
  }
  return *lens_;
}

void Home::close_lens() noexcept {
  if (keep_lens_) return;
  std::unique_lock gate(lens_gate_);
  lens_.reset();
}

LensView Home::lens_view() {
  LensView view{std::shared_lock(lens_gate_), nullptr};
  if (lens_) view.reader = lens_->reader();
  return view;
}

lens::Lens& Home::rebuild_lens(Progress& progress, const Cancel& cancel) {
  std::unique_lock gate(lens_gate_);
  lens_.reset();
  lens::Lens::remove(lens_path());
  lens_ = lens::Lens::open(lens_path(), keyring_.lens(), lens_options());
  gate.unlock();
  refresh_lens(*ledger_, *lens_, progress, cancel);
  return *lens_;
}

void Home::change_data_keys() {
  ledger_.reset();
  lens_.reset();
  keyring_.begin_ledger_change();
  ledger::open_sqlite_store(inside(folder_, "ledger"), keyring_.ledger())
      ->change_key(*keyring_.next_ledger());
  keyring_.finish_ledger_change();
  lens::Lens::remove(lens_path());
  keyring_.change_lens_key();
  open_ledger(Access::write);
  ledger_->write([](ledger::Write& write) { write.audit("key.change", "base", "{}"); });
}

}  // namespace kith::service
