// The workspace and other fixed pages, from inside the binary.
#pragma once
#include "server/http/message.h"

namespace kith::server {

/// The file of the workspace at that path; its start page for a path that names none (it finds its way by
/// itself). 404 for a missing asset, or where the binary was built without the workspace.
Response workspace_file(const Request& request);

/// Headers that every answer carries: what a browser may do with it.
void add_security_headers(Response& response, bool secure);

/// Packs the body where the caller takes gzip and it is worth it; gives GET answers an ETag and answers 304
/// where the caller has them already.
void finish(const Request& request, Response& response);

}  // namespace kith::server
