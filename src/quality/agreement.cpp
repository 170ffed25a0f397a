#include "quality/agreement.h"

#include <algorithm>

namespace kith::quality {
namespace {

constexpr std::size_t few = 8;  // up to here all pairs are cheaper than sorting
constexpr ValueMark suspect_bit = 1;

}  // namespace

Agreement::Agreement(std::span<Measurement> batches, std::size_t sources)
    : batches_(batches),
      sources_(sources),
      attributes_(batches.empty() ? 0 : batches.front().values.size()),
      golden_(attributes_),
      seen_(sources),
      shared_(sources * sources) {}

void Agreement::add(std::int64_t customer, std::size_t batch, std::span<const ValueMark> marks) {
  if (customer != customer_) {
    close();
    customer_ = customer;
  }
  if (batch == golden) {
    std::copy_n(marks.begin(), attributes_, golden_.begin());
    return;
  }
  batch_of_.push_back(batch);
  marks_.insert(marks_.end(), marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(attributes_));
}

void Agreement::finish() {
  close();
  customer_ = 0;
}

void Agreement::close() {
  if (!batch_of_.empty()) {
    ++sizes_[static_cast<std::int64_t>(batch_of_.size())];
    for (std::size_t batch : batch_of_) {
      auto& measured = batches_[batch];
      ++measured.records.resolved;
      if (seen_[measured.source]) continue;
      seen_[measured.source] = 1;
      seen_list_.push_back(measured.source);
      ++measured.records.first;
    }
    for (std::size_t s : seen_list_) {
      for (std::size_t t : seen_list_) ++shared_[s * sources_ + t];
      seen_[s] = 0;
    }
    for (std::size_t a = 0; a < attributes_; ++a) {
      batch_of_.size() <= few ? compare(a) : compare_many(a);
    }
  }
  seen_list_.clear();
  batch_of_.clear();
  marks_.clear();
  std::fill(golden_.begin(), golden_.end(), 0);
}

void Agreement::compare(std::size_t a) {
  const std::size_t n = batch_of_.size();
  const ValueMark best = golden_[a] >> 1;
  for (std::size_t i = 0; i < n; ++i) {
    const ValueMark mine = marks_[i * attributes_ + a];
    if (mine == 0) continue;
    auto& counts = batches_[batch_of_[i]].values[a];
    if (best != 0 && mine >> 1 != best && !(mine & suspect_bit)) ++counts.contradicted;
    for (std::size_t j = 0; j < n; ++j) {
      const ValueMark other = marks_[j * attributes_ + a];
      if (i == j || other == 0) continue;
      ++counts.comparable;
      counts.agreeing += mine >> 1 == other >> 1;
    }
  }
}

void Agreement::compare_many(std::size_t a) {
  const ValueMark best = golden_[a] >> 1;
  sorted_.clear();
  for (std::size_t i = 0; i < batch_of_.size(); ++i) {
    const ValueMark mine = marks_[i * attributes_ + a];
    if (mine == 0) continue;
    sorted_.emplace_back(mine >> 1, batch_of_[i]);
    if (best != 0 && mine >> 1 != best && !(mine & suspect_bit))
      ++batches_[batch_of_[i]].values[a].contradicted;
  }
  std::sort(sorted_.begin(), sorted_.end());
  const auto partners = static_cast<std::int64_t>(sorted_.size()) - 1;
  for (std::size_t begin = 0; begin < sorted_.size();) {
    std::size_t end = begin;
    while (end < sorted_.size() && sorted_[end].first == sorted_[begin].first) ++end;
    for (std::size_t i = begin; i < end; ++i) {
      auto& counts = batches_[sorted_[i].second].values[a];
      counts.comparable += partners;
      counts.agreeing += static_cast<std::int64_t>(end - begin) - 1;
    }
    begin = end;
  }
}

}  // namespace kith::quality
