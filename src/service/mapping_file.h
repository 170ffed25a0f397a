// The mapping of a source as a small TOML file that a person can read and edit, and what a new file of the
// source has different from the one before.
//
//   kind = "customers"
//   key = "客户编号"
//   key_attribute = "phone"     # or: an attribute whose standard value is the key
//   mode = "upsert"             # add, upsert, snapshot: what later files do to the rows of earlier ones
//   [[attribute]]
//   name = "address"
//   columns = ["省", "市", "地址"]
//   joiner = ""                 # between the columns
//   separator = "/"             # or: what stands between the pieces of a cell,
//   piece = 2                   # and which of them is the value: 1 the first, -1 the last
//   date_order = "day_month_year"
//   region = "US"                # of phone numbers without a country code; left out: the source's
//   [facts]                     # of orders, events, interactions
//   order_key = "订单号"
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "service/layout.h"

namespace kith::service {

std::string to_toml(const Layout& layout, const std::string& source);

/// The layout of a file with these columns, as the mapping says. A column that the file lacks is left out of
/// its attribute. Parts that a name or an address yields are added as map_columns() adds them. Throws
/// Error(bad_input) with the line for a text that is no mapping, that names an unknown attribute, or none of
/// whose columns the file has.
Layout layout_from_toml(std::string_view text, const std::string& name,
                        const std::vector<std::string>& columns);

/// The same, from the layout that a person wrote for an earlier file.
Layout layout_for(const Layout& told, const std::vector<std::string>& columns);

/// What differs from the earlier file of the source, a sentence each: columns gone, new, in place of others,
/// and attributes that come from elsewhere now. Empty where nothing does, or `before` has no columns.
std::vector<Text> drift_between(const Layout& before, const Layout& now);

}  // namespace kith::service
