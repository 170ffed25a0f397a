// Address books: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), any number of cards in a file.
#pragma once
#include <memory>

#include "lens/file_reader.h"
#include "lens/readers/byte_source.h"

namespace kith::lens {

/// One row a card. Columns carry names that the mapping knows ("name", "mobile", "company"), in the order in
/// which the cards first use them; a second value of a kind goes to "email_2" and so on. Pictures, sounds and
/// keys are left out. Reads the file twice. Throws Error(bad_input) where there is no card in it, or more
/// than 500 columns.
std::unique_ptr<FileReader> make_vcard_reader(std::unique_ptr<ByteSource> source, FileShape shape);

}  // namespace kith::lens
