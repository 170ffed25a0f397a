// The line encrypted. The adversaries: a certificate replaced under way, one that cannot be read, a client of
// old protocols, one that speaks in the clear.
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/error.h"
#include "running_server.h"
#include "server/http/http_server.h"

namespace kith::server {
namespace {

namespace fs = std::filesystem;

template <auto release>
struct Release {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Context = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using File = std::unique_ptr<FILE, Release<std::fclose>>;

// A certificate that signs itself, with its key, in two files.
void write_certificate(const fs::path& folder, const char* name) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  auto* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1,
                             -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const File chain(std::fopen((folder / "chain.pem").c_str(), "w"));
  PEM_write_X509(chain.get(), certificate.get());
  const File secret(std::fopen((folder / "key.pem").c_str(), "w"));
  PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

// One connection of a client.
class Line {
 public:
  explicit Line(std::uint16_t port, int newest = TLS1_3_VERSION)
      : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), newest);
    SSL_CTX_set_security_level(context_.get(), 0);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (!connect_to(socket_, port)) return;
    line_.reset(SSL_new(context_.get()));
    SSL_set_fd(line_.get(), socket_);
    open = SSL_connect(line_.get()) == 1;
  }
  ~Line() {
    line_.reset();
    ::close(socket_);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  /// Of the certificate that was shown.
  std::string name() const {
    const Certificate shown(SSL_get1_peer_certificate(line_.get()));
    if (!shown) return {};
    char text[64] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, text, sizeof text);
    return text;
  }
  std::string version() const { return SSL_get_version(line_.get()); }
  std::string ask() {
    const std::string words = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    if (SSL_write(line_.get(), words.data(), static_cast<int>(words.size())) <= 0) return {};
    char bytes[4096];
    const int got = SSL_read(line_.get(), bytes, sizeof bytes);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string();
  }

  bool open = false;

 private:
  Context context_;
  std::unique_ptr<SSL, Release<SSL_free>> line_;
  int socket_ = -1;
};

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("kith-tls-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    write_certificate(folder_, "one");
    HttpOptions options;
    options.port = 0;
    options.certificate = (folder_ / "chain.pem").string();
    options.private_key = (folder_ / "key.pem").string();
    options.header_seconds = 1;
    options.grace_seconds = 1;
    server_ = std::make_unique<HttpServer>(
        options,
        [](const Request& request) {
          Response response;
          response.body = request.secure ? "over a secure line" : "in the clear";
          return response;
        },
        [](Method, std::string_view) -> std::uint64_t { return 0; });
    thread_ = std::thread([this] { server_->run(); });
  }
  void TearDown() override {
    server_->stop();
    thread_.join();
    fs::remove_all(folder_);
  }
  std::uint16_t port() const { return server_->port(); }

  fs::path folder_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

TEST_F(Tls, ANewCertificateHoldsFromTheNextConnectionOn) {
  Line before(port());
  ASSERT_TRUE(before.open);
  EXPECT_EQ(before.name(), "one");
  EXPECT_EQ(before.version(), "TLSv1.3");
  EXPECT_NE(before.ask().find("over a secure line"), std::string::npos);

  write_certificate(folder_, "two");
  EXPECT_EQ(Line(port()).name(), "one") << "nobody said to read it again";
  EXPECT_TRUE(server_->reload_certificate());
  EXPECT_EQ(Line(port()).name(), "two");
  EXPECT_NE(before.ask().find("over a secure line"), std::string::npos) << "who was there stays";
}

TEST_F(Tls, ACertificateThatCannotBeReadChangesNothing) {
  std::ofstream(folder_ / "chain.pem") << "this is none";
  EXPECT_FALSE(server_->reload_certificate());
  EXPECT_EQ(Line(port()).name(), "one");
  // A key of another certificate is none of this one's.
  write_certificate(folder_, "two");
  fs::rename(folder_ / "key.pem", folder_ / "other.pem");
  write_certificate(folder_, "three");
  fs::rename(folder_ / "other.pem", folder_ / "key.pem");
  EXPECT_FALSE(server_->reload_certificate());
  EXPECT_EQ(Line(port()).name(), "one");
}

TEST_F(Tls, OldProtocolsAndPlainWordsGetNoAnswer) {
  EXPECT_FALSE(Line(port(), TLS1_1_VERSION).open);
  Line older(port(), TLS1_2_VERSION);
  EXPECT_TRUE(older.open);
  EXPECT_EQ(older.version(), "TLSv1.2");
  Client plain(port());
  ASSERT_TRUE(plain.connected);
  plain.send_raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(plain.read().status, 0);
}

TEST(TlsStart, WithoutACertificateThatIsOneTheServerDoesNotBegin) {
  HttpOptions options;
  options.port = 0;
  options.certificate = options.private_key = "/nowhere/at/all.pem";
  EXPECT_THROW(HttpServer(
                   options, [](const Request&) { return Response(); },
                   [](Method, std::string_view) -> std::uint64_t { return 0; }),
               Error);
}

}  // namespace
}  // namespace kith::server
