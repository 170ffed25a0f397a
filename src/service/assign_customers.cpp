#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "service/resolve_records.h"

namespace kith::service {
namespace {

// Votes of rows for (cluster, customer), most first; each customer and each cluster is given away once.
void claim(const std::vector<std::uint32_t>& cluster, const std::vector<std::int64_t>& customer,
           std::unordered_set<std::int64_t>& taken, std::vector<std::int64_t>& assigned) {
  std::vector<std::pair<std::uint32_t, std::int64_t>> rows;
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    if (customer[i] != 0 && assigned[cluster[i]] == 0 && taken.count(customer[i]) == 0)
      rows.emplace_back(cluster[i], customer[i]);
  }
  std::sort(rows.begin(), rows.end());
  struct Claim {
    std::uint64_t votes;
    std::int64_t customer;
    std::uint32_t cluster;
  };
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t end = i;
    while (end < rows.size() && rows[end] == rows[i]) ++end;
    claims.push_back({end - i, rows[i].second, rows[i].first});
    i = end;
  }
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tie(b.votes, a.customer, a.cluster) < std::tie(a.votes, b.customer, b.cluster);
  });
  for (const auto& claim : claims) {
    if (assigned[claim.cluster] != 0 || !taken.insert(claim.customer).second) continue;
    assigned[claim.cluster] = claim.customer;
  }
}

}  // namespace

std::vector<std::int64_t> assign_customers(const std::vector<std::uint32_t>& cluster, std::size_t clusters,
                                           const std::vector<std::int64_t>& present,
                                           const std::vector<std::int64_t>& former) {
  std::vector<std::int64_t> assigned(clusters, 0);
  std::unordered_set<std::int64_t> taken;
  claim(cluster, present, taken, assigned);
  // Customers that rows point at still are not free for others, whether or not they got a cluster: they were
  // merged.
  for (auto customer : present) taken.insert(customer);
  claim(cluster, former, taken, assigned);
  return assigned;
}

}  // namespace kith::service
