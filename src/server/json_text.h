// JSON written as it goes, for answers of many small objects: a page of a customer has some hundred, and
// building them as values first takes longer than everything else the page does.
//
// The caller says which brackets open and close; commas come by themselves.
#pragma once
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "service/record_decoder.h"

namespace kith::server {

class JsonText {
 public:
  JsonText& begin(char bracket) {
    part();
    text_ += bracket;
    return *this;
  }
  JsonText& begin(std::string_view name, char bracket) {
    named(name);
    text_ += bracket;
    return *this;
  }
  JsonText& end(char bracket) {
    text_ += bracket;
    return *this;
  }

  /// Bytes that are no UTF-8 become U+FFFD.
  JsonText& field(std::string_view name, std::string_view value) {
    named(name);
    service::append_json_string(text_, value);
    return *this;
  }
  JsonText& field(std::string_view name, const char* value) { return field(name, std::string_view(value)); }
  template <std::integral Number>
  JsonText& field(std::string_view name, Number value) {
    named(name);
    if constexpr (std::same_as<Number, bool>)
      text_ += value ? "true" : "false";
    else
      text_ += std::to_string(value);
    return *this;
  }
  JsonText& field(std::string_view name, std::nullptr_t) {
    named(name);
    text_ += "null";
    return *this;
  }
  /// `json`: a whole value.
  JsonText& raw(std::string_view name, std::string_view json) {
    named(name);
    text_ += json;
    return *this;
  }
  /// One of a list.
  JsonText& raw(std::string_view json) {
    part();
    text_ += json;
    return *this;
  }

  std::string take() { return std::exchange(text_, {}); }

 private:
  void part() {
    if (!text_.empty() && text_.back() != '{' && text_.back() != '[' && text_.back() != ':') text_ += ',';
  }
  void named(std::string_view name) {
    part();
    service::append_json_string(text_, name);
    text_ += ':';
  }

  std::string text_;
};

}  // namespace kith::server
