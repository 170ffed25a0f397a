// E-mail addresses that are made of their owner's name, as most are that a person or a firm gives out.
#pragma once
#include <span>
#include <string_view>

namespace kith::match {

/// Is the part before the @ made of these names and little else? "a.berg84" and "annaberg" are of Anna Berg,
/// "zhangwei" of Zhang Wei: some of the words are in it, three letters or more in all, and of its letters two
/// at most are in none of them; a run of letters may be a slip away from its word. Digits and signs do not
/// count. `words`: in plain lower-case Latin letters, longest first. O(length · words).
bool is_made_of(std::string_view email, std::span<const std::string_view> words);

}  // namespace kith::match
