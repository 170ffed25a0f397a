#include "lens/readers/xml_pull.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace kith::lens {
namespace {

constexpr std::size_t step_bytes = std::size_t{64} << 10;
constexpr std::size_t longest_tag = std::size_t{256} << 10;
constexpr std::size_t longest_text = std::size_t{1} << 20;
constexpr std::size_t most_levels = 64;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view without_prefix(std::string_view name) {
  std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

bool XmlPull::fill() {
  if (ended_) return false;
  if (at_ > 0) {
    window_.erase(0, at_);
    at_ = 0;
  }
  std::size_t before = window_.size();
  window_.resize(before + step_bytes);
  std::size_t got = read_(window_.data() + before, step_bytes);
  window_.resize(before + got);
  ended_ = got == 0;
  return !ended_;
}

// The offset from at_ of `what`, not before `from`. Faults where it does not come within `most` bytes.
std::size_t XmlPull::find(std::string_view what, std::size_t from, std::size_t most) {
  for (;;) {
    std::size_t found = window_.find(what, at_ + from);
    if (found != std::string::npos) return found - at_;
    if (window_.size() - at_ > most) throw XmlFault{"a tag or text without end"};
    from = std::max(from, window_.size() - at_ - std::min(window_.size() - at_, what.size() - 1));
    if (!fill()) throw XmlFault{"the XML breaks off"};
  }
}

bool XmlPull::starts_with(std::string_view what) {
  while (window_.size() - at_ < what.size()) {
    if (!fill()) return false;
  }
  return std::string_view(window_).substr(at_).starts_with(what);
}

XmlPull::Event XmlPull::next() {
  if (close_again_) {
    close_again_ = false;
    --depth_;
    return Event::end;
  }
  for (;;) {
    if (at_ == window_.size() && !fill()) {
      if (depth_ > 0 || !seen_root_) throw XmlFault{"the XML breaks off"};
      return Event::done;
    }
    if (window_[at_] != '<') {
      Event event = read_text();
      if (depth_ > 0) return event;
      bool blank = std::all_of(text_.begin(), text_.end(), is_blank) || text_ == "\xEF\xBB\xBF";
      if (!blank) throw XmlFault{"text outside the document"};
      continue;
    }
    if (starts_with("<!--")) {
      at_ += find("-->", 4, longest_text) + 3;
    } else if (starts_with("<![CDATA[")) {
      std::size_t end = find("]]>", 9, longest_text);
      text_.assign(window_, at_ + 9, end - 9);
      at_ += end + 3;
      if (depth_ > 0) return Event::text;
    } else if (starts_with("<?")) {
      at_ += find("?>", 2, longest_tag) + 2;
    } else if (starts_with("<!")) {
      throw XmlFault{"a document type declaration"};
    } else {
      return read_tag();
    }
  }
}

XmlPull::Event XmlPull::read_text() {
  std::size_t end = 0;
  for (;;) {
    std::size_t found = window_.find('<', at_ + end);
    if (found != std::string::npos) {
      end = found - at_;
      break;
    }
    end = window_.size() - at_;
    if (end > longest_text) throw XmlFault{"a text without end"};
    if (!fill()) break;
  }
  text_.clear();
  append_resolved(std::string_view(window_).substr(at_, end), text_);
  at_ += end;
  return Event::text;
}

XmlPull::Event XmlPull::read_tag() {
  // A '>' may stand in an attribute's value.
  std::size_t end = 1;
  for (char quote = '\0';; ++end) {
    if (at_ + end == window_.size() && !fill()) throw XmlFault{"the XML breaks off"};
    char c = window_[at_ + end];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      break;
    }
    if (end > longest_tag) throw XmlFault{"a tag without end"};
  }
  std::string_view tag = std::string_view(window_).substr(at_ + 1, end - 1);
  at_ += end + 1;
  attribute_count_ = 0;
  if (tag.starts_with('/')) {
    if (depth_ == 0) throw XmlFault{"a closing tag too many"};
    tag.remove_prefix(1);
    while (!tag.empty() && is_blank(tag.back())) tag.remove_suffix(1);
    name_ = without_prefix(tag);
    --depth_;
    return Event::end;
  }
  if (tag.ends_with('/')) {
    close_again_ = true;
    tag.remove_suffix(1);
  }
  if (++depth_ > most_levels) throw XmlFault{"levels without end"};
  seen_root_ = true;
  std::size_t name_end =
      static_cast<std::size_t>(std::find_if(tag.begin(), tag.end(), is_blank) - tag.begin());
  if (name_end == 0) throw XmlFault{"a tag without a name"};
  name_ = without_prefix(tag.substr(0, name_end));
  read_attributes(tag.substr(name_end));
  return Event::start;
}

void XmlPull::read_attributes(std::string_view tag) {
  for (;;) {
    while (!tag.empty() && is_blank(tag.front())) tag.remove_prefix(1);
    if (tag.empty()) return;
    std::size_t equals = tag.find('=');
    if (equals == std::string_view::npos) throw XmlFault{"an attribute without a value"};
    std::string_view name = tag.substr(0, equals);
    while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
    tag.remove_prefix(equals + 1);
    while (!tag.empty() && is_blank(tag.front())) tag.remove_prefix(1);
    if (tag.empty() || (tag.front() != '"' && tag.front() != '\''))
      throw XmlFault{"an attribute without quotes"};
    std::size_t close = tag.find(tag.front(), 1);
    if (close == std::string_view::npos) throw XmlFault{"an attribute without end"};
    if (attribute_count_ == attributes_.size()) attributes_.emplace_back();
    auto& [kept_name, value] = attributes_[attribute_count_++];
    kept_name = without_prefix(name);
    value.clear();
    append_resolved(tag.substr(1, close - 1), value);
    tag.remove_prefix(close + 1);
  }
}

std::optional<std::string_view> XmlPull::attribute(std::string_view name) const noexcept {
  for (std::size_t i = 0; i < attribute_count_; ++i) {
    if (attributes_[i].first == name) return attributes_[i].second;
  }
  return {};
}

void XmlPull::append_resolved(std::string_view raw, std::string& out) {
  for (;;) {
    std::size_t mark = raw.find('&');
    out += raw.substr(0, mark);
    if (mark == std::string_view::npos) return;
    raw.remove_prefix(mark + 1);
    std::size_t end = raw.find(';');
    if (end == std::string_view::npos || end > 10) throw XmlFault{"an entity without end"};
    std::string_view entity = raw.substr(0, end);
    raw.remove_prefix(end + 1);
    if (entity == "lt")
      out += '<';
    else if (entity == "gt")
      out += '>';
    else if (entity == "amp")
      out += '&';
    else if (entity == "quot")
      out += '"';
    else if (entity == "apos")
      out += '\'';
    else if (entity.starts_with('#')) {
      bool hex = entity.starts_with("#x") || entity.starts_with("#X");
      entity.remove_prefix(hex ? 2 : 1);
      std::uint32_t code = 0;
      auto [stop, error] = std::from_chars(entity.begin(), entity.end(), code, hex ? 16 : 10);
      if (error != std::errc() || stop != entity.end() || code > 0x10FFFF ||
          (code >= 0xD800 && code < 0xE000)) {
        throw XmlFault{"a character reference to nothing"};
      }
      append_utf8(out, code);
    } else {
      throw XmlFault{"an unknown entity"};
    }
  }
}

}  // namespace kith::lens
