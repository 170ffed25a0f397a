// The contract as a page for people: every call with its right, parameters, bodies and answers, and every
// shape they name. Made from the contract inside the program, without network; script and style are files of
// this server. The frame is in the reader's language, the contract's own words are English.
#pragma once
#include <string>

#include "base/text.h"

namespace kith::server {

/// HTML of the whole page, about half a megabyte before it is packed.
std::string api_page(Language language, const std::string& version);

}  // namespace kith::server
