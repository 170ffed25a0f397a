#include "ledger/identities.h"

namespace kith::ledger {

void add_identity(Write& write, std::string_view issuer, std::string_view subject, UserId user) {
  write.sql("INSERT INTO user_identity(issuer, subject, user_id, linked_at) VALUES ($1, $2, $3, $4)")
      .bind(1, issuer)
      .bind(2, subject)
      .bind(3, user.value)
      .bind(4, write.now())
      .run();
}

std::optional<UserId> user_of_identity(Statements& sql, std::string_view issuer, std::string_view subject) {
  auto& row = sql("SELECT user_id FROM user_identity WHERE issuer = $1 AND subject = $2");
  if (!row.bind(1, issuer).bind(2, subject).step()) return std::nullopt;
  UserId user(row.integer(0));
  row.reset();
  return user;
}

void remove_identities(Write& write, UserId user) {
  write.sql("DELETE FROM user_identity WHERE user_id = $1").bind(1, user.value).run();
}

}  // namespace kith::ledger
