#include "promises.h"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/endings.h"
#include "ledger/records.h"
#include "service/golden.h"

namespace kith::torture {
namespace {

std::int64_t count_of(ledger::Statements& sql, std::string_view query, std::int64_t parameter) {
  auto statement = sql.connection().prepare(query);
  statement->bind(1, parameter).step();
  return statement->integer(0);
}

// Records that standing decisions and shared keys of a source make one, whatever else is decided.
class Joined {
 public:
  explicit Joined(ledger::Statements& sql) {
    for (const auto& decision : ledger::decisions_on_heirs(sql)) {
      if (decision.kind == ledger::DecisionType::same) join(decision.a.value, decision.b.value);
    }
    ledger::each_shared_key(sql, [&](RecordId a, RecordId b) { join(a.value, b.value); });
  }
  bool same(std::int64_t a, std::int64_t b) { return root(a) == root(b); }

 private:
  void join(std::int64_t a, std::int64_t b) { parent_[root(a)] = root(b); }
  std::int64_t root(std::int64_t x) {
    while (parent_.count(x) != 0 && parent_[x] != x) x = parent_[x];
    return x;
  }
  std::map<std::int64_t, std::int64_t> parent_;
};

}  // namespace

void Promises::take(const std::string& promise) {
  std::istringstream words(promise);
  std::string kind;
  words >> kind;
  std::int64_t a = 0, b = 0;
  if (kind == "batch") {
    Batch batch;
    words >> a >> batch.records >> batch.facts >> batch.rejects;
    batches_[a] = batch;
    matched_ = false;
  } else if (kind == "undone") {
    words >> a;
    batches_[a].undone = true;
    settled_ = false;
    newest_apart_.clear();
  } else if (kind == "source") {
    std::string name;
    words >> name;
    sources_.insert(name);
  } else if (kind == "was") {
    words >> a;
    redirects_.insert(a);
  } else if (kind == "same") {
    words >> a >> b;
    same_.insert({a, b});
    settled_ = false;
    newest_apart_.clear();
  } else if (kind == "resolved") {
    settled_ = matched_ = true;
  } else if (kind == "apart") {
    take_apart(words);
  } else if (kind == "pin") {
    take_pin(words);
  } else if (kind == "unpin") {
    std::string attribute;
    words >> attribute;
    std::set<std::int64_t> records;
    while (words >> a) records.insert(a);
    drop_pins(attribute, records);
  }
}

void Promises::take_apart(std::istream& words) {
  std::set<std::int64_t> leaving, staying;
  std::string word;
  bool stays = false;
  while (words >> word) {
    if (word == "from") {
      stays = true;
    } else {
      (stays ? staying : leaving).insert(std::stoll(word));
    }
  }
  settled_ = false;
  newest_apart_.clear();
  for (auto one : leaving) {
    for (auto other : staying) {
      same_.erase({one, other});
      same_.erase({other, one});
      apart_.insert({one, other});
      newest_apart_.insert({one, other});
    }
  }
}

void Promises::take_pin(std::istream& words) {
  std::int64_t record = 0, member = 0;
  Pin pin;
  words >> record >> pin.attribute >> pin.value;
  pinned_.insert(pin.value);
  std::set<std::int64_t> members;
  while (words >> member) members.insert(member);
  drop_pins(pin.attribute, members);
  pins_[record].push_back(pin);
}

void Promises::drop_pins(const std::string& attribute, const std::set<std::int64_t>& records) {
  for (auto record : records) {
    auto found = pins_.find(record);
    if (found == pins_.end()) continue;
    std::erase_if(found->second, [&](const Pin& pin) { return pin.attribute == attribute; });
  }
}

std::size_t Promises::size() const noexcept {
  std::size_t pins = 0;
  for (const auto& [record, list] : pins_) pins += list.size();
  return batches_.size() + sources_.size() + redirects_.size() + same_.size() + apart_.size() + pins;
}

std::vector<std::string> Promises::broken(ledger::Statements& sql) const {
  std::vector<std::string> broken;
  for (const auto& name : sources_) {
    if (!ledger::find_source(sql, name)) broken.push_back("source " + name + " is gone");
  }
  for (auto id : redirects_) {
    auto present = ledger::present_customer(sql, CustomerId(id));
    if (!present) broken.push_back("customer " + std::to_string(id) + " leads nowhere");
  }
  check_batches(sql, broken);
  check_decisions(sql, broken);
  check_pins(sql, broken);
  return broken;
}

void Promises::check_batches(ledger::Statements& sql, std::vector<std::string>& broken) const {
  for (const auto& [number, wanted] : batches_) {
    auto name = "batch " + std::to_string(number);
    auto batch = ledger::find_batch(sql, number);
    if (!batch) {
      broken.push_back(name + " is gone");
      continue;
    }
    auto state = wanted.undone ? ledger::BatchState::undone : ledger::BatchState::done;
    if (batch->state != state) broken.push_back(name + " is " + std::string(ledger::name_of(batch->state)));
    auto id = batch->id.value;
    auto records = count_of(sql, "SELECT count(*) FROM record WHERE batch_id = $1", id);
    auto facts = count_of(sql, "SELECT count(*) FROM orders WHERE batch_id = $1", id) +
                 count_of(sql, "SELECT count(*) FROM event WHERE batch_id = $1", id) +
                 count_of(sql, "SELECT count(*) FROM interaction WHERE batch_id = $1", id);
    auto rejects = count_of(sql, "SELECT count(*) FROM reject WHERE batch_id = $1", id);
    bool whole = wanted.undone
                     ? records + facts + rejects == 0
                     : records == wanted.records && facts == wanted.facts && rejects == wanted.rejects &&
                           batch->records == records && batch->facts == facts && batch->rejects == rejects;
    if (!whole) {
      broken.push_back(name + " holds " + std::to_string(records) + " records, " + std::to_string(facts) +
                       " facts, " + std::to_string(rejects) + " rejects");
    }
  }
}

void Promises::check_decisions(ledger::Statements& sql, std::vector<std::string>& broken) const {
  Joined joined(sql);
  // A merge withdraws the splits that it contradicts.
  std::set<std::pair<std::int64_t, std::int64_t>> standing;
  for (const auto& decision : ledger::standing_decisions(sql)) {
    if (decision.kind == ledger::DecisionType::different)
      standing.insert({decision.a.value, decision.b.value});
  }
  auto pair_of = [](const auto& pair) {
    return std::to_string(pair.first) + " and " + std::to_string(pair.second);
  };
  // Who took the place of two at once that were parted or are with different customers, as a key that both
  // had makes it, stands with one of them until the next resolve joins what was said to be the same.
  auto is_torn = [&](RecordId heir) {
    const auto line = ledger::line_of(sql, heir);
    auto successor = [&](RecordId record) {
      const auto end = ledger::end_of(sql, record);
      return end ? end->successor : RecordId();
    };
    return std::any_of(line.begin(), line.end(), [&](RecordId one) {
      return std::any_of(line.begin(), line.end(), [&](RecordId other) {
        return apart_.count({one.value, other.value}) != 0 ||
               (successor(one) && successor(one) == successor(other) &&
                ledger::customer_of(sql, one) != ledger::customer_of(sql, other));
      });
    });
  };
  // What a person said of a record holds for who took its place; of who is gone nobody makes a customer.
  for (const auto& pair : same_) {
    const auto one = ledger::standing_heir(sql, RecordId(pair.first)),
               other = ledger::standing_heir(sql, RecordId(pair.second));
    if (!one || !other) continue;
    if (!(settled_ && matched_) && (is_torn(one) || is_torn(other))) continue;
    auto a = ledger::customer_of(sql, one), b = ledger::customer_of(sql, other);
    if (a && b && a != b)
      broken.push_back("records " + pair_of(pair) + " were merged and are apart, their heirs " +
                       pair_of(std::pair(one.value, other.value)));
  }
  // A split may take away what held two others together, and undoing may too: they part at the next resolve.
  for (const auto& pair : settled_ ? apart_ : newest_apart_) {
    if (standing.count(pair) == 0 || ledger::has_ended(sql, RecordId(pair.first)) ||
        ledger::has_ended(sql, RecordId(pair.second)))
      continue;
    auto a = ledger::customer_of(sql, RecordId(pair.first)),
         b = ledger::customer_of(sql, RecordId(pair.second));
    if (a && b && a == b && !joined.same(pair.first, pair.second))
      broken.push_back("records " + pair_of(pair) + " were split and are together");
  }
}

void Promises::check_pins(ledger::Statements& sql, std::vector<std::string>& broken) const {
  auto attributes = ledger::all_attributes(sql);
  for (const auto& [record, pins] : pins_) {
    auto customer = ledger::customer_of(sql, RecordId(record));
    // Of who is gone from every source no value is golden, until a file brings them back.
    if (!customer || ledger::standing_members_of(sql, customer).empty()) continue;
    auto values = ledger::values_of(sql, customer);
    for (const auto& pin : pins) {
      auto golden = std::find_if(values.begin(), values.end(), [&](const ledger::GoldenValue& value) {
        return value.ordinal == 0 &&
               std::any_of(attributes.begin(), attributes.end(), [&](const ledger::Attribute& attribute) {
                 return attribute.id == value.attribute && attribute.name == pin.attribute;
               });
      });
      if (golden == values.end() || golden->rule != "pinned" || pinned_.count(golden->value) == 0)
        broken.push_back("the pin of record " + std::to_string(record) + " is not golden");
    }
  }
}

std::size_t stale_customers(ledger::Statements& sql) {
  std::vector<CustomerId> customers;
  {
    auto statement = sql.connection().prepare("SELECT id FROM customer");
    while (statement->step()) customers.emplace_back(statement->integer(0));
  }
  std::size_t stale = 0;
  service::GoldenBuilder builder(sql);
  for (auto customer : customers) {
    auto wanted = builder.build(ledger::records_of_customer(sql, customer));
    auto stored = ledger::values_of(sql, customer);
    bool equal = std::equal(wanted.begin(), wanted.end(), stored.begin(), stored.end(),
                            [](const auto& a, const auto& b) { return a.same_as(b); });
    if (!equal) ++stale;
  }
  return stale;
}

}  // namespace kith::torture
