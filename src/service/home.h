// A home: the folder of one customer base, with its ledger, its lens and its keyring.
//
//   keyring   the data keys, sealed by a master key that lives elsewhere
//   ledger    the system of record (and ledger-wal, ledger-shm, ledger.lock beside it)
//   lens      the analytical copy; may be deleted at any time
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>

#include "base/progress.h"
#include "ledger/ledger.h"
#include "lens/lens.h"
#include "service/keyring.h"

namespace kith::service {

enum class Access { read, write };

/// A reader of the lens that keeps it from being closed or replaced meanwhile.
struct LensView {
  std::shared_lock<std::shared_mutex> gate;
  std::unique_ptr<lens::LensReader> reader;
  lens::LensReader* operator->() const noexcept { return reader.get(); }
};

class Home {
 public:
  /// Makes a new home in an empty or missing folder. Throws Error(conflict) where one stands already.
  static std::unique_ptr<Home> create(const std::string& folder, const KeyChoice& choice);

  /// Opens a home. For writing it takes the writer's lock (Error(busy) where another process has it);
  /// whatever a dead process left half done is taken back first. Throws not_found, wrong_key, too_new,
  /// corrupt, io.
  static std::unique_ptr<Home> open(const std::string& folder, const KeyChoice& choice, Access access);
  ~Home();

  const std::string& folder() const noexcept { return folder_; }
  ledger::Ledger& ledger() noexcept { return *ledger_; }
  Keyring& keyring() noexcept { return keyring_; }

  /// The lens, opened at the first call and brought up to the ledger's newest change at every call. A lens
  /// that is missing, damaged or under another key is rebuilt. `exports_to`: a folder that Parquet files may
  /// be written to.
  lens::Lens& lens(Progress& progress, const Cancel& cancel, const std::string& exports_to = {});
  /// Deletes and rebuilds the lens.
  lens::Lens& rebuild_lens(Progress& progress, const Cancel& cancel);
  void close_lens() noexcept;
  std::string lens_path() const;

  /// A lens that is read by several threads stays open: close_lens() does nothing from here on.
  void keep_lens_open() noexcept { keep_lens_ = true; }
  /// What the lens may hold in memory, in bytes; more goes to files beside it, encrypted. For a lens that is
  /// opened from here on.
  void limit_lens(std::uint64_t bytes) noexcept { lens_memory_ = bytes; }
  /// A reader of the lens as it last stood, from any thread; its `reader` is null where no lens is open yet.
  /// Nobody may call lens() on the thread that holds it.
  LensView lens_view();
  /// Whoever works with the Lens itself, in a process of several threads, holds this.
  std::mutex& lens_turn() noexcept { return lens_turn_; }

  /// Batches taken back at opening because their process had died: their numbers.
  const std::vector<std::int64_t>& taken_back() const noexcept { return taken_back_; }

  /// Encrypts the ledger anew under a fresh data key and drops the lens; call with no other work going on.
  void change_data_keys();

 private:
  Home(std::string folder, Keyring keyring);
  void open_ledger(Access access);
  lens::LensOptions lens_options() const;

  std::string folder_;
  Keyring keyring_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<lens::Lens> lens_;
  std::string lens_exports_to_;
  std::optional<std::uint64_t> lens_memory_;
  std::shared_mutex lens_gate_;
  std::mutex lens_turn_;
  bool keep_lens_ = false;
  std::vector<std::int64_t> taken_back_;
};

}  // namespace kith::service
