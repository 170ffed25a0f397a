// A failed operation. Bad data is not an error: it is a value with a verdict (see verdict.h).
#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/text.h"

namespace kith {

/// Says what the caller should do next; the process exit code of the CLI is the number.
enum class ErrorCode : int {
  usage = 2,        ///< the words of the call are off: call again, corrected
  not_found = 3,    ///< nothing has that name or id
  conflict = 4,     ///< the state does not allow it: look at the state, then decide
  bad_input = 5,    ///< a foreign file or value cannot be used: mend the file
  io = 6,           ///< the operating system refused: mend the place, call again
  no_space = 7,     ///< the disk is full: free space, call again; nothing was half done
  wrong_key = 8,    ///< the key does not open this data
  too_new = 9,      ///< written by a newer Kith: use that version
  busy = 10,        ///< another process writes: call again later
  corrupt = 11,     ///< stored data is damaged: restore from a backup
  denied = 12,      ///< who asks may not do that: ask somebody who may
  stale = 13,       ///< somebody else changed it meanwhile: look again, then decide
  cancelled = 130,  ///< a person stopped it; everything is as it was before or as last acknowledged
  internal = 70,    ///< a fault of Kith itself: report it
};

/// The name of a code as it stands in --json output ("bad_input").
const char* name_of(ErrorCode code) noexcept;

/// Where in foreign data an error lies. Lines and columns are 1-based; 0 means not known.
struct Place {
  std::string file;
  std::uint64_t line = 0;
  std::string column;
};

/// What happened, where, and what to do about it. Never holds personal data.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, Text what, Text hint = {}, Place place = {});

  ErrorCode code() const noexcept { return code_; }
  const Text& sentence() const noexcept { return sentence_; }
  const Text& hint() const noexcept { return hint_; }
  const Place& place() const noexcept { return place_; }

 private:
  ErrorCode code_;
  Text sentence_;
  Text hint_;
  Place place_;
};

/// Throws the Error for a failed system call, from errno `number`: no_space for ENOSPC/EDQUOT, io else.
[[noreturn]] void throw_system_error(int number, const std::string& path);

}  // namespace kith
