#include "app/split_configuration.hpp"

#include "app/exit_code.hpp"
#include "app/split_command.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>

namespace dcrvoter::app {
namespace {

const std::string kRest = "   # kept on the box; to change it write password = \"the new one\" in this place";

/// A node with this line, and what lies before and after it.
std::string node(const std::string& line) {
  return "network = \"mainnet\" # über\n[[node]]\naddress = \"host:9109\"\n" + line +
         "\ncertificate = \"rpc.cert\"\n";
}

SplitConfiguration split(const std::string& text) {
  auto result = split_configuration(text);
  REQUIRE(result);
  return std::move(*result);
}

void check_password(const std::string& line, const std::string& password, const std::string& becomes) {
  CAPTURE(line);
  const auto result = split(node(line));
  CHECK(result.text == node(becomes));
  REQUIRE(result.secrets.size() == 1);
  CHECK(result.secrets[0].file == "node-host-9109.password");
  CHECK(result.secrets[0].text.view() == password);
}

TEST_CASE("app/split_configuration: a password becomes a file, in every form that TOML has") {
  const std::string file = "password_file = \"node-host-9109.password\"";
  check_password("password = \"hunter2\"", "hunter2", file + kRest);
  check_password("password='a\\b\"c'", "a\\b\"c", "password_file=\"node-host-9109.password\"" + kRest);
  check_password("  password  =  \"a\\\"b\\\\\"", "a\"b\\",
                 "  password_file  =  \"node-host-9109.password\"" + kRest);
  check_password("\"password\" = \"x\"", "x", file + kRest);
  check_password("password = \"ü\\u00e9\" # mine", "üé", file + " # mine");
  check_password("password = '''it's'''", "it's", file + kRest);
  check_password("password = \"\"\"say \"\"hi\"\"\"\"", "say \"\"hi\"", file + kRest);
}

TEST_CASE("app/split_configuration: lines keep their numbers") {
  const auto result = split(node("password = \"\"\"\nhunter2\"\"\" # two"));
  CHECK(result.secrets.at(0).text.view() == "hunter2");
  CHECK(result.text == node("password_file = \"node-host-9109.password\" # two\n"));
  const std::string windows = "[[node]]\r\naddress = \"h\"\r\npassword = \"x\"\r\nuser = \"u\"\r\n";
  CHECK(split(windows).text == "[[node]]\r\naddress = \"h\"\r\npassword_file = \"node-h.password\"" + kRest +
                                   "\r\nuser = \"u\"\r\n");
  CHECK(split("\xef\xbb\xbf" + windows).secrets.size() == 1);
}

TEST_CASE("app/split_configuration: nodes in one line, of one address, without one") {
  const auto result = split(
      "node = [{ address = \"a\", password = \"1\" }, { address = \"a\", password = \"2\" }, { password = "
      "\"3\" }]\n");
  CHECK(result.text ==
        "node = [{ address = \"a\", password_file = \"node-a.password\" }, "
        "{ address = \"a\", password_file = \"node-a-2.password\" }, { password_file = "
        "\"node-unnamed.password\" }]\n");
  CHECK(result.secrets.at(1).text.view() == "2");
  CHECK(result.secrets.at(2).text.view() == "3");
}

TEST_CASE("app/split_configuration: a new password does not take a name that is in use") {
  const auto result = split(
      "[[node]]\naddress = \"b\"\npassword_file = \"node-a.password\"\n[[node]]\naddress = \"a\"\npassword = "
      "\"x\"\n");
  CHECK(result.secrets.at(0).file == "node-a-2.password");
  REQUIRE(result.named.size() == 1);
  CHECK(result.named[0].file == "node-a.password");
  CHECK(result.named[0].secret);
}

TEST_CASE("app/split_configuration: keys as PEM are taken out, certificates stay") {
  const std::string pem = "\"\"\"\n-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n\"\"\"";
  const std::string certificate =
      "\"\"\"\n-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n\"\"\"";
  const auto result =
      split("[[node]]\naddress = \"h\"\ncertificate = " + certificate +
            "\nclient_certificate = \"client.cert\"\n" + "client_key = " + pem + "\nuser = \"u\"\n");
  CHECK(result.text ==
        "[[node]]\naddress = \"h\"\ncertificate = " + certificate +
            "\nclient_certificate = \"client.cert\"\nclient_key = \"node-h.key\"\n\n\n\n\nuser = \"u\"\n");
  CHECK(result.secrets.at(0).text.view() == "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n");
  REQUIRE(result.named.size() == 1);
  CHECK(result.named[0].file == "client.cert");
  CHECK_FALSE(result.named[0].secret);
  const auto files = split("[[node]]\nclient_key = \"client.key\"\ncertificate = \"rpc.cert\"\n");
  CHECK(files.secrets.empty());
  REQUIRE(files.named.size() == 2);
  CHECK(files.named[0].file == "client.key");
  CHECK(files.named[0].secret);
}

TEST_CASE("app/split_configuration: without a secret nothing changes, wrong or right") {
  for (const std::string text :
       {"", "node = []\n", "node = 5\n", "[[node]]\npassword = 7\nuser = \"u\"\n", "x = 1"}) {
    CHECK(split(text).text == text);
    CHECK(split(text).secrets.empty());
  }
  CHECK_FALSE(split_configuration("[[node]\n"));
}

TEST_CASE("app/split_configuration: a password stays nowhere in the text") {
  for (const std::string& line :
       {std::string("password = \"hunter2\" # hunter"), std::string("\"pass\\u0077ord\" = 'hunter2'")}) {
    const auto result = split_configuration(node(line));
    CHECK((!result || result->text.find("hunter2") == std::string::npos));
  }
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_CASE("app/split_command: writes the parts and names the files") {
  const testing::TemporaryFolder folder;
  const auto source = folder.path() / "card.toml";
  const auto target = folder.path() / "parts";
  std::filesystem::create_directory(target);
  std::ofstream(source) << node("password = \"hunter2\"");
  std::ostringstream out;
  std::ostringstream err;
  CHECK(split_command(source, target, out, err) == kExitOk);
  CHECK(out.str() == "file rpc.cert\n");
  CHECK(text_of(target / "node-host-9109.password") == "hunter2");
  CHECK(text_of(target / "dcrvoter.toml") == node("password_file = \"node-host-9109.password\"" + kRest));
  struct stat status {};
  REQUIRE(::stat((target / "node-host-9109.password").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);

  CHECK(split_command(source, target, out, err) == kExitCannotCreate);  // they are there
  CHECK(split_command(folder.path() / "none", target, out, err) == kExitUnavailable);
  std::ofstream(source) << "[[node]\n";
  err.str("");
  CHECK(split_command(source, target, out, err) == kExitData);
  CHECK(err.str().starts_with("dcrvoter: " + source.string() + ":1: "));
  CHECK(err.str().find("hunter2") == std::string::npos);
}

}  // namespace
}  // namespace dcrvoter::app
