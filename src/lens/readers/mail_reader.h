// Mail exports: the headers of every message of an mbox (RFC 4155), or of one message (EML, RFC 5322).
#pragma once
#include <memory>
#include <string_view>

#include "lens/file_reader.h"
#include "lens/readers/byte_source.h"

namespace kith::lens {

/// Whether the text begins like an mbox or a message.
bool looks_like_mail(std::string_view text);

/// One row a message: name and email of the sender, reply_to, to, cc, date, subject, message_id. Bodies and
/// attachments are passed over. Throws Error(bad_input) where there is no message.
std::unique_ptr<FileReader> make_mail_reader(std::unique_ptr<ByteSource> source, FileShape shape);

}  // namespace kith::lens
