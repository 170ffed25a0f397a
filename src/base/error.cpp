#include "base/error.h"

#include <cerrno>
#include <cstring>

namespace kith {

const char* name_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::bad_input:
      return "bad_input";
    case ErrorCode::io:
      return "io";
    case ErrorCode::no_space:
      return "no_space";
    case ErrorCode::wrong_key:
      return "wrong_key";
    case ErrorCode::too_new:
      return "too_new";
    case ErrorCode::busy:
      return "busy";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::denied:
      return "denied";
    case ErrorCode::stale:
      return "stale";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

Error::Error(ErrorCode code, Text what, Text hint, Place place)
    : std::runtime_error(what.render(Language::en)),
      code_(code),
      sentence_(std::move(what)),
      hint_(std::move(hint)),
      place_(std::move(place)) {}

void throw_system_error(int number, const std::string& path) {
  if (number == ENOSPC || number == EDQUOT) {
    throw Error(ErrorCode::no_space,
                Text("No space is left on the disk that holds {path}.", {{"path", path}}),
                "Free some space and call again; nothing was left half done.");
  }
  throw Error(ErrorCode::io, Text("{path}: {reason}.", {{"path", path}, {"reason", std::strerror(number)}}),
              "Check that the path exists and that you may read and write it.", {path, 0, {}});
}

}  // namespace kith
