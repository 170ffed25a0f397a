#include "service/search_index.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include <malloc.h>

#include "ledger/catalogue.h"
#include "ledger/change_log.h"
#include "ledger/customer_ranges.h"
#include "ledger/customers.h"
#include "lens/search_texts.h"
#include "service/office.h"

namespace kith::service {
namespace {

// So many customers are read anew while somebody waits: some tens of milliseconds.
constexpr std::size_t most_caught_up = 5000;

struct Range {
  std::int64_t first, last;
};

// The ranges of customers that changed in (after, up_to], joined where they meet.
std::vector<Range> changed_customers(ledger::Statements& sql, std::int64_t after, std::int64_t up_to) {
  std::vector<Range> ranges;
  ledger::each_change(sql, after, up_to, [&](const ledger::ChangeEntry& change) {
    if (change.entity == name_of(ledger::Entity::customer)) ranges.push_back({change.first, change.last});
    return true;
  });
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> joined;
  for (const auto& range : ranges) {
    if (!joined.empty() && range.first <= joined.back().last)
      joined.back().last = std::max(joined.back().last, range.last);
    else
      joined.push_back(range);
  }
  return joined;
}

std::vector<std::int64_t> searched_ids(ledger::Statements& sql) {
  std::vector<std::int64_t> ids;
  for (const auto& attribute : ledger::all_attributes(sql)) {
    if (std::find(std::begin(searched_attributes), std::end(searched_attributes), attribute.name) !=
        std::end(searched_attributes))
      ids.push_back(attribute.id.value);
  }
  return ids;
}

}  // namespace

struct SearchIndex::State {
  std::shared_mutex gate;  // of what follows
  std::unique_ptr<lens::SearchTexts> texts;
  std::int64_t at = -1;  // the change that the texts equal

  std::mutex making_mutex;
  std::condition_variable made;
  bool making = false, stopping = false;
  std::thread maker;

  void make(Office& office);
  bool catch_up(ledger::Statements& sql, std::int64_t newest);
};

SearchIndex::SearchIndex(Office& office) : office_(office), state_(std::make_unique<State>()) {}

SearchIndex::~SearchIndex() {
  {
    std::lock_guard lock(state_->making_mutex);
    state_->stopping = true;
  }
  if (state_->maker.joinable()) state_->maker.join();
}

void SearchIndex::State::make(Office& office) {
  auto ids = searched_ids(office.ledger().read()->sql());
  auto view = office.lens();
  // What changes from here on is caught up with, so later reads of the lens may be of a later change.
  std::int64_t watermark = 0;
  view->query("SELECT watermark FROM lens_state", {},
              [&](const lens::LensRow& row) { watermark = row.integer(0); });
  std::vector<std::int64_t> customers;
  view->query("SELECT id FROM customer ORDER BY id", {},
              [&](const lens::LensRow& row) { customers.push_back(row.integer(0)); });
  std::string list;
  for (auto id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
  if (list.empty()) list = "0";
  auto fresh = std::make_unique<lens::SearchTexts>(std::move(customers), std::move(ids));
  view->query(
      "SELECT customer_id, attribute_id, value FROM customer_value WHERE attribute_id IN (" + list + ")", {},
      [&](const lens::LensRow& row) { fresh->add(row.integer(0), row.integer(1), row.text(2)); });
  fresh->settle();
  std::unique_lock lock(gate);
  texts = std::move(fresh);
  at = watermark;
  lock.unlock();
  // What reading the lens took lies in pieces between; without this it stays with the process.
  ::malloc_trim(0);
}

void SearchIndex::prepare() {
  {
    std::shared_lock lock(state_->gate);
    if (state_->texts) return;
  }
  std::lock_guard lock(state_->making_mutex);
  if (state_->making || state_->stopping) return;
  if (state_->maker.joinable()) state_->maker.join();
  state_->making = true;
  state_->maker = std::thread([this] {
    try {
      state_->make(office_);
    } catch (const std::exception&) {
      // The lens is not to be had just now; whoever searches next tries again.
    }
    std::lock_guard done(state_->making_mutex);
    state_->making = false;
    state_->made.notify_all();
  });
}

bool SearchIndex::wait_until_ready(int milliseconds) {
  prepare();
  std::unique_lock lock(state_->making_mutex);
  state_->made.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return !state_->making; });
  std::shared_lock shared(state_->gate);
  return state_->texts != nullptr;
}

// REQUIRES the gate. False where so many changed that the texts are to be made anew.
bool SearchIndex::State::catch_up(ledger::Statements& sql, std::int64_t newest) {
  const auto ranges = changed_customers(sql, at, newest);
  std::size_t changed = 0;
  for (const auto& range : ranges) {
    changed += texts->customers_in(range.first, range.last);
    changed +=
        static_cast<std::size_t>(ledger::count_customers(sql, range.first, range.last, most_caught_up + 1));
    if (changed > 2 * most_caught_up) return false;
  }
  for (const auto& range : ranges) {
    texts->remove(range.first, range.last);
    ledger::each_customer(sql, range.first, range.last,
                          [&](const ledger::Customer& customer, std::span<const ledger::GoldenValue> values) {
                            for (const auto& value : values)
                              texts->add(customer.id.value, value.attribute.value, value.value);
                          });
  }
  at = newest;
  return true;
}

std::optional<std::vector<std::int64_t>> SearchIndex::find(std::string_view text,
                                                           std::span<const std::int64_t> attributes,
                                                           std::int64_t after, std::size_t most) {
  auto read = office_.ledger().read();
  const auto newest = ledger::newest_change(*read);
  {
    std::shared_lock lock(state_->gate);
    if (state_->texts && state_->at >= newest) return state_->texts->find(text, attributes, after, most);
  }
  {
    std::unique_lock lock(state_->gate);
    if (state_->texts && (state_->at >= newest || state_->catch_up(read->sql(), newest)))
      return state_->texts->find(text, attributes, after, most);
    state_->texts.reset();
  }
  prepare();
  return std::nullopt;
}

}  // namespace kith::service
