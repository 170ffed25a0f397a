#include "server/http/message.h"

#include "base/utf8.h"

namespace kith::server {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_plain_text(std::string_view text) noexcept {
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return false;
  }
  return is_utf8(text);
}

std::string_view first_of(const Fields& fields, std::string_view name) noexcept {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

// Segments that a path may not have: they mean another path to whoever reads it next.
bool has_odd_segment(std::string_view path) noexcept {
  std::size_t begin = 1;
  while (begin <= path.size()) {
    auto end = path.find('/', begin);
    bool last = end == std::string_view::npos;
    auto segment = path.substr(begin, last ? std::string_view::npos : end - begin);
    if (segment == "." || segment == ".." || (segment.empty() && !last)) return true;
    if (last) break;
    begin = end + 1;
  }
  return path.find('\\') != std::string_view::npos;
}

}  // namespace

std::string_view name_of(Method method) noexcept {
  constexpr std::string_view names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"};
  return names[static_cast<std::size_t>(method)];
}

std::string_view Request::header(std::string_view name) const noexcept { return first_of(headers, name); }
std::string_view Request::parameter(std::string_view name) const noexcept { return first_of(query, name); }

std::string_view Request::cookie(std::string_view name) const noexcept {
  for (const auto& [key, value] : headers) {
    if (key != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      auto end = rest.find(';');
      auto pair = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
      auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    }
  }
  return {};
}

void Response::set(std::string_view name, std::string_view value) {
  for (auto& [key, old] : headers) {
    if (key == name) {
      old = value;
      return;
    }
  }
  headers.emplace_back(name, value);
}

std::string_view Response::header(std::string_view name) const noexcept { return first_of(headers, name); }

bool percent_decoded(std::string_view text, bool plus_is_space, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out.push_back(' ');
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return false;
      int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return true;
}

bool read_target(std::string_view target, std::string& path, Fields& query) {
  query.clear();
  if (target.empty() || target.front() != '/' || target.find('#') != std::string_view::npos) return false;
  auto question = target.find('?');
  if (!percent_decoded(target.substr(0, question), false, path)) return false;
  if (!is_plain_text(path) || has_odd_segment(path)) return false;
  if (question == std::string_view::npos) return true;
  auto rest = target.substr(question + 1);
  while (!rest.empty()) {
    auto end = rest.find('&');
    auto pair = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (pair.empty()) continue;
    auto equals = pair.find('=');
    std::string name, value;
    if (!percent_decoded(pair.substr(0, equals), true, name)) return false;
    if (equals != std::string_view::npos && !percent_decoded(pair.substr(equals + 1), true, value))
      return false;
    if (!is_plain_text(name) || !is_plain_text(value) || query.size() >= 100) return false;
    query.emplace_back(std::move(name), std::move(value));
  }
  return true;
}

}  // namespace kith::server
