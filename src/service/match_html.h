// Why two records are one customer, and how a customer came to be, as pages that hold all they show: charts
// and tables, no network. What they say is personal data.
#pragma once
#include <string>
#include <vector>

#include "base/text.h"
#include "service/customer_page.h"

namespace kith::service {

struct WhyPage {
  PageRecord a, b;
  match::PairExplanation explanation;
  bool one_customer = false;
  WhatIf what_if;
};
std::string why_html(const WhyPage& page, Language language);

/// What the model says of two of a customer's records: log2 odds that they are one.
struct RecordLink {
  std::size_t a = 0, b = 0;  ///< places among the records
  double total = 0;
};
/// Of every two of the first 60 records. Empty before the first resolve.
std::vector<RecordLink> links_between(ledger::Read& read, const std::vector<PageRecord>& records);

struct HowPage {
  CustomerPage customer;
  std::vector<StoryStep> story;
  std::vector<RecordLink> links;
};
std::string how_html(const HowPage& page, Language language);

}  // namespace kith::service
