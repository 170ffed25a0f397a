// The texts that customers are searched by, kept at the newest change of the ledger (lens/search_texts.h).
//
//   none      nothing was asked yet, or it was thrown away: the first who asks has it made, and reads the
//             lens meanwhile
//   making    a thread of its own reads the lens
//   ready     who asks brings it to the newest change first, as far as few customers changed; where many did
//             (after a resolve of everything), it is made anew
// It lies in memory alone: nothing of it is ever written.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace kith::service {

class Office;

/// The attributes that a search looks into.
constexpr std::string_view searched_attributes[] = {"name",    "phone",   "landline", "email",
                                                    "company", "address", "nickname", "wechat"};

class SearchIndex {
 public:
  explicit SearchIndex(Office& office);
  ~SearchIndex();
  SearchIndex(const SearchIndex&) = delete;
  SearchIndex& operator=(const SearchIndex&) = delete;

  /// Begins to make it where there is none.
  void prepare();
  /// The first `most` customers, rising and above `after`, one of whose values of `attributes` holds `text`,
  /// whatever the case, as of the newest change. None where the lens must be asked. From any thread.
  std::optional<std::vector<std::int64_t>> find(std::string_view text,
                                                std::span<const std::int64_t> attributes, std::int64_t after,
                                                std::size_t most);
  /// Whether find() answers now; waits up to so many milliseconds for what is being made.
  bool wait_until_ready(int milliseconds);

 private:
  struct State;
  Office& office_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
