// A pull parser for the XML that office documents are made of, over a stream, in bounded memory.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::lens {

/// Thrown for XML that is not well formed or that this parser refuses: a document type declaration (so no
/// entity can be declared), an unknown entity, a tag over 256 KiB, a text over 1 MiB, more than 64 levels.
struct XmlFault {
  const char* what;
};

class XmlPull {
 public:
  /// Gives up to `most` bytes; 0 at the end.
  using Read = std::function<std::size_t(char* into, std::size_t most)>;

  explicit XmlPull(Read read) : read_(std::move(read)) {}

  enum class Event { start, end, text, done };
  Event next();

  /// Of a start or end: the name without its prefix. Valid until the next call.
  std::string_view name() const noexcept { return name_; }
  /// Of a start: the value of the attribute with that name, prefix left out.
  std::optional<std::string_view> attribute(std::string_view name) const noexcept;
  /// Of a text: with entities resolved. The text between two tags may come in several events.
  std::string_view text() const noexcept { return text_; }
  /// Levels open; after a start the new one counts.
  std::size_t depth() const noexcept { return depth_; }

 private:
  bool fill();
  std::size_t find(std::string_view what, std::size_t from, std::size_t most);
  bool starts_with(std::string_view what);
  Event read_tag();
  Event read_text();
  void read_attributes(std::string_view tag);
  static void append_resolved(std::string_view raw, std::string& out);

  Read read_;
  std::string window_;
  std::size_t at_ = 0;
  bool ended_ = false, close_again_ = false, seen_root_ = false;
  std::size_t depth_ = 0;
  std::string name_, text_;
  std::vector<std::pair<std::string, std::string>> attributes_;
  std::size_t attribute_count_ = 0;
};

}  // namespace kith::lens
