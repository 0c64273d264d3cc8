#include "app/configuration_fixture.hpp"
#include "app/node_configuration.hpp"

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;

namespace {

const std::string kStart = "[[node]]\naddress = \"node.example\"\n";
const std::string kTrust = "certificate = \"rpc.cert\"\n";
const std::string kLogin = "user = \"voter\"\npassword = \"hunter2\"\n";

}  // namespace

TEST_CASE("app/configuration_login: the ways to give a password") {
  const Folder folder;
  const auto password_of = [&](const std::string& how, const Environment& environment = {}) {
    const auto loaded = folder.load(kStart + kTrust + "user = \"voter\"\n" + how, environment);
    REQUIRE(loaded.usable());
    const auto options = connection_options(loaded.configuration.nodes.at(0));
    REQUIRE(options);
    CHECK(options->user == "voter");
    CHECK(options->host == "node.example");
    CHECK(options->port == 9109);
    CHECK(options->trust.certificate_pem == kCertificate);
    return std::string(options->password.view());
  };
  CHECK(password_of("password = \"hunter2\"") == "hunter2");
  CHECK(password_of("password_file = \"node.password\"") == "hunter2");
  CHECK(password_of("password_file = \"" + (folder.path() / "node.password").string() + "\"") == "hunter2");
  CHECK(password_of("password_credential = \"node.password\"", {"", folder.path().string()}) == "hunter2");
  folder.write("node.password", "other\r\n");
  CHECK(password_of("password_file = \"node.password\"") == "other");
}

TEST_CASE("app/configuration_login: a changed password file is read anew for each connection") {
  const Folder folder;
  const auto loaded = folder.load(kStart + kTrust + "user = \"voter\"\npassword_file = \"node.password\"");
  REQUIRE(loaded.usable());
  const NodeConfiguration& node = loaded.configuration.nodes.at(0);
  CHECK(node.files() == std::vector{folder.path() / "node.password", folder.path() / "rpc.cert"});
  folder.write("node.password", "renewed");
  CHECK(connection_options(node)->password.view() == "renewed");
  folder.write("rpc.cert", "nonsense");
  REQUIRE_FALSE(connection_options(node));
  CHECK(connection_options(node).error().text.starts_with("certificate: " +
                                                          (folder.path() / "rpc.cert").string()));
}

TEST_CASE("app/configuration_login: wrong passwords are not shown") {
  const Folder folder;
  const auto of = [&](const std::string& how) {
    return folder.problems(kStart + "user = \"voter\"\n" + kTrust + how);
  };
  CHECK(of("password = 12345678") ==
        lines({"dcrvoter.toml:5: node[1].password: found a whole number; a text in quotes is needed"}));
  CHECK(of("password = hunter2") == lines({"dcrvoter.toml:5: this line is no valid TOML (it is not shown: it "
                                           "may hold a secret); texts need quotes, and "
                                           "a backslash inside them is written twice"}));
  CHECK(of("password = 123456789012345678901234567890") ==
        lines({"dcrvoter.toml:5: this line is no valid TOML (it is not shown: it may hold a secret); texts "
               "need quotes, and "
               "a backslash inside them is written twice"}));
  CHECK(of("password = \"\"") ==
        lines({"dcrvoter.toml:5: node[1].password: is empty; give it a value or leave the line out"}));
  CHECK(of("password = \"a\\nb\"") == lines({"dcrvoter.toml:5: node[1].password: it has more than one line, "
                                             "or more than 512 bytes; only the node's "
                                             "rpcpass belongs there"}));
  CHECK(of("pasword = \"hunter2\"") ==
        lines({"dcrvoter.toml:1: node[1].password: is missing beside user; give password, password_file or "
               "password_credential",
               "dcrvoter.toml:5: node[1].pasword: is no known key; did you mean \"password\"?"}));
  CHECK(of("password_file = \"none\"") ==
        lines({"dcrvoter.toml:5: node[1].password_file: none does not exist"}));
  CHECK(of("password_credential = \"x\"") == lines({"dcrvoter.toml:5: node[1].password_credential: no "
                                                    "credentials here; systemd gives them to a unit that has "
                                                    "LoadCredential=x:FILE, elsewhere use password_file"}));
  CHECK(of("password_credential = \"../x\"") ==
        lines({"dcrvoter.toml:5: node[1].password_credential: found \"../x\"; it is a name in the unit's "
               "LoadCredential=, "
               "no path"}));
}

TEST_CASE("app/configuration_login: exactly one login and one trust") {
  const Folder folder;
  CHECK(folder.problems(kStart) == lines({"dcrvoter.toml:1: node[1].user: is missing; give user and password "
                                          "(rpcuser and rpcpass of the node), or "
                                          "client_certificate and client_key",
                                          "dcrvoter.toml:1: node[1].certificate: is missing; give the node's "
                                          "rpc.cert, or pin = \"sha256:…\" of it"}));
  CHECK(folder.problems(kStart + kTrust + kLogin + "client_key = \"client.key\"") ==
        lines({"dcrvoter.toml:1: node[1].user: stands beside client_certificate; keep one way to log in"}));
  CHECK(folder.problems(kStart + kTrust + kLogin +
                        "client_certificate = \"rpc.cert\"\nclient_key = \"client.key\"") ==
        lines({"dcrvoter.toml:1: node[1].user: stands beside client_certificate; keep one way to log in"}));
  CHECK(
      folder.problems(kStart + kTrust +
                      "client_certificate = \"rpc.cert\"\nclient_key = \"\"\"\nMIGHAgEAMBMG\n\"\"\"") ==
      lines({"dcrvoter.toml:5: node[1].client_key: is no file's name (not shown: it may be a secret): it has "
             "more than one line, or a control character; PEM begins with -----BEGIN"}));
  CHECK(folder.problems(kStart + kTrust + kLogin + "password_file = \"node.password\"") ==
        lines({"dcrvoter.toml:1: node[1].password: is given more than once; keep one of password, "
               "password_file and "
               "password_credential"}));
  CHECK(folder.problems(kStart + kTrust + "client_key = \"client.key\"") ==
        lines({"dcrvoter.toml:1: node[1].client_certificate: is missing; to log in by certificate give "
               "client_certificate "
               "and client_key"}));
  CHECK(folder.problems(kStart + kTrust + kLogin + "pin = \"" + std::string(kPin) + "\"") ==
        lines({"dcrvoter.toml:6: node[1].pin: stands beside certificate; keep one of them"}));
  CHECK(
      folder.problems(kStart + kTrust + "user = \"a:b\"\npassword = \"x\"") ==
      lines(
          {"dcrvoter.toml:4: node[1].user: found \"a:b\"; allowed: at most 512 bytes, no colon, one line"}));
}

TEST_CASE("app/configuration_login: pins, inline certificates and client certificates") {
  const Folder folder;
  const auto pinned = folder.load(kStart + kLogin + "pin = \"" + std::string(kPin) + "\"");
  REQUIRE(pinned.usable());
  CHECK(net::format_pin(*pinned.configuration.nodes.at(0).pin) == kPin);

  CHECK(folder.problems(kStart + kLogin + "pin = \"sha256:12\"")
            .starts_with("dcrvoter.toml:5: node[1].pin: found \"sha256:12\": "));

  const auto inline_pem =
      folder.load(kStart + kLogin + "certificate = \"\"\"\n" + std::string(kCertificate) + "\"\"\"\n");
  REQUIRE(inline_pem.usable());
  CHECK(connection_options(inline_pem.configuration.nodes.at(0))->trust.certificate_pem == kCertificate);

  const auto client =
      folder.load(kStart + kTrust + "client_certificate = \"rpc.cert\"\nclient_key = \"client.key\"\n");
  REQUIRE(client.usable());
  const auto options = connection_options(client.configuration.nodes.at(0));
  REQUIRE(options);
  REQUIRE(options->client);
  CHECK(options->client->certificate_pem == kCertificate);
  CHECK(options->client->key_pem.view() == kKey);
  CHECK(options->user.empty());
}

TEST_CASE("app/configuration_login: certificates that are none") {
  const Folder folder;
  const auto of = [&](const std::string& how) { return folder.problems(kStart + kLogin + how); };
  CHECK(of("certificate = \"missing.cert\"") ==
        lines({"dcrvoter.toml:5: node[1].certificate: missing.cert does not exist"}));
  CHECK(of("certificate = \"client.key\"") == lines({"dcrvoter.toml:5: node[1].certificate: client.key holds "
                                                     "a private key; give the certificate alone, which "
                                                     "dcrd calls rpc.cert"}));
  CHECK(of("certificate = 5") ==
        lines({"dcrvoter.toml:5: node[1].certificate: found a whole number; a text in quotes is "
               "needed"}));
  for (std::size_t size = 0; size < kCertificate.size() - 2; size += 7) {
    folder.write("cut.cert", kCertificate.substr(0, size));
    CAPTURE(size);
    const auto problems = of("certificate = \"cut.cert\"");
    CHECK(problems.starts_with(
        "dcrvoter.toml:5: node[1].certificate: cut.cert is no certificate that can be used: "));
  }
}

TEST_CASE("app/configuration_login: files with secrets that everybody may read are a warning") {
  const Folder folder;
  CHECK(folder.problems(kStart + kTrust + kLogin, {}, 0644) ==
        lines({"warning dcrvoter.toml:5: node[1].password: stands in a file that every user of this machine "
               "may read; chmod "
               "0640 that file, or use password_file"}));
  folder.write("node.password", "hunter2", 0644);
  folder.write("client.key", kKey, 0604);
  CHECK(folder.problems(kStart + kTrust + "user = \"voter\"\npassword_file = \"node.password\"", {}, 0644) ==
        lines({"warning dcrvoter.toml:5: node[1].password_file: node.password may be read by every user of "
               "this machine; "
               "chmod 0640 it"}));
  CHECK(folder.problems(kStart + kTrust + "client_certificate = \"rpc.cert\"\nclient_key = \"client.key\"") ==
        lines({"warning dcrvoter.toml:5: node[1].client_key: client.key may be read by every user of this "
               "machine; chmod "
               "0640 it"}));
}
