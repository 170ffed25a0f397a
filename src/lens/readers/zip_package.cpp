#include "lens/readers/zip_package.h"

#include <string_view>

#include <zip.h>

#include "base/error.h"

namespace kith::lens {
namespace {

[[noreturn]] void refuse(std::string_view sentence, const std::string& path, const std::string& name,
                         const char* hint) {
  throw Error(ErrorCode::bad_input, Text(sentence, {{"path", path}, {"name", name}}), hint, {path, 0, {}});
}

bool leads_out(std::string_view name) {
  if (name.starts_with('/') || name.starts_with('\\') || (name.size() > 1 && name[1] == ':')) return true;
  for (std::size_t at = 0; at <= name.size();) {
    std::size_t end = std::min(name.find_first_of("/\\", at), name.size());
    if (name.substr(at, end - at) == "..") return true;
    at = end + 1;
  }
  return false;
}

bool is_beside_the_point(std::string_view name) {
  std::size_t slash = name.find_last_of('/');
  std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
  return last.empty() || name.starts_with("__MACOSX/") || last.starts_with("._") || last == ".DS_Store" ||
         last == "Thumbs.db" || last == "desktop.ini";
}

}  // namespace

struct ZipPackage::Archive {
  zip_t* zip = nullptr;
  ~Archive() {
    if (zip) zip_discard(zip);
  }
};

struct ZipPackage::Member::Stream {
  zip_file_t* file = nullptr;
  ~Stream() {
    if (file) zip_fclose(file);
  }
};

ZipPackage::ZipPackage(const std::string& path) : path_(path), archive_(std::make_unique<Archive>()) {
  int code = 0;
  archive_->zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!archive_->zip)
    refuse("The zip file {path} is damaged or breaks off before its end.", path, {},
           "Copy or export the file again; a part of it may be missing.");
  auto count = zip_get_num_entries(archive_->zip, 0);
  if (count > static_cast<zip_int64_t>(most_entries))
    refuse("The zip file {path} holds more than 10,000 files.", path, {},
           "Unpack it and name the tables in it.");
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(archive_->zip, static_cast<zip_uint64_t>(i), 0, &status) != 0 || !status.name)
      continue;
    if (leads_out(status.name))
      refuse("The zip file {path} holds a name that leads out of its folder.", path, status.name,
             "Such a file is made to harm; ask where it comes from.");
    if (!is_beside_the_point(status.name)) entries_.push_back({status.name, status.size});
  }
}

ZipPackage::~ZipPackage() = default;

bool ZipPackage::has(const std::string& name) const {
  return zip_name_locate(archive_->zip, name.c_str(), 0) >= 0;
}

std::unique_ptr<ZipPackage::Member> ZipPackage::open(const std::string& name) const {
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_stat(archive_->zip, name.c_str(), 0, &status) != 0)
    refuse("The zip file {path} holds no file {name}.", path_, name, "Name one of the files in it.");
  if (status.encryption_method != ZIP_EM_NONE)
    refuse("The file {name} in {path} is protected by a password.", path_, name,
           "Unpack it with its password and import the file itself.");
  std::unique_ptr<Member> member(new Member);
  member->path_ = path_;
  member->name_ = name;
  member->size_ = status.size;
  member->packed_ = status.comp_size;
  member->stream_->file = zip_fopen(archive_->zip, name.c_str(), 0);
  if (!member->stream_->file)
    refuse("The file {name} in {path} is damaged.", path_, name, "Copy or export the file again.");
  return member;
}

ZipPackage::Member::Member() : stream_(std::make_unique<Stream>()) {}
ZipPackage::Member::~Member() = default;

std::size_t ZipPackage::Member::read(char* into, std::size_t most) {
  zip_int64_t got = zip_fread(stream_->file, into, most);
  if (got < 0)
    refuse("The file {name} in {path} is damaged.", path_, name_, "Copy or export the file again.");
  read_ += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

std::uint64_t ZipPackage::Member::packed_position() const noexcept {
  if (size_ == 0) return packed_;
  double share = std::min(1.0, static_cast<double>(read_) / static_cast<double>(size_));
  return static_cast<std::uint64_t>(share * static_cast<double>(packed_));
}

}  // namespace kith::lens
