#include "app/configuration_parts.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dcrvoter::app {
namespace {

constexpr const char* kReadableHere =
    "stands in a file that every user of this machine may read; chmod 0640 that file";

void warn_if_world_readable(Section& section, const Value& value, const char* key,
                            const std::filesystem::path& file) {
  std::error_code failed;
  const auto permissions = std::filesystem::status(file, failed).permissions();
  if (!failed && (permissions & std::filesystem::perms::others_read) != std::filesystem::perms::none) {
    section.warning(value, key, file.string() + " may be read by every user of this machine; chmod 0640 it");
  }
}

void read_user(Section& section, const Value& user, NodeConfiguration& node) {
  const std::string_view name = user.text.view();
  const bool control =
      std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (name.find(':') != std::string_view::npos || name.size() > 512 || control) {
    section.refuse(user, "user");
  }
  node.user = name;
}

void read_password_keys(Section& section, const ReadingContext& context, NodeConfiguration& node) {
  const char* key = "password";
  const Value* value = nullptr;
  if ((value = section.text(key, Shown::no)) != nullptr) {
    node.password.text = value->text;
    if (context.world_readable) {
      section.warning(*value, key, std::string(kReadableHere) + ", or use password_file");
    }
  } else if ((value = section.path(key = "password_file")) != nullptr) {
    node.password.file = path_of(*value, context);
    warn_if_world_readable(section, *value, key, node.password.file);
  } else if ((value = section.text(key = "password_credential")) != nullptr) {
    const auto file = credential_of(section, *value, key, context, "elsewhere use password_file");
    if (!file) {
      return;
    }
    node.password.file = *file;
  } else {
    return;
  }
  if (const auto read = read_password(node.password); !read) {
    section.error(*value, key, read.error().text);
  }
}

void read_client_keys(Section& section, const ReadingContext& context, NodeConfiguration& node) {
  const Value* certificate = section.path("client_certificate");
  const Value* key = section.path("client_key");
  if (certificate == nullptr || key == nullptr) {
    for (const char* name : {"client_certificate", "client_key"}) {
      if (!section.given(name)) {
        section.error_here(name,
                           "is missing; to log in by certificate give client_certificate and client_key");
      }
    }
    return;
  }
  node.client_certificate = pem_of(*certificate, context);
  node.client_key = pem_of(*key, context);
  if (!node.client_key.file.empty()) {
    warn_if_world_readable(section, *key, "client_key", node.client_key.file);
  } else if (context.world_readable) {
    section.warning(*key, "client_key", kReadableHere);
  }
  if (const auto read = read_client_certificate(node); !read) {
    section.error(*certificate, "client_certificate", read.error().text);
  }
}

}  // namespace

std::optional<std::filesystem::path> credential_of(Section& section, const Value& value, const char* key,
                                                   const ReadingContext& context, const char* instead) {
  const std::filesystem::path name = value.text.view();
  if (name.has_parent_path() || name == "." || name == "..") {
    section.error(value, key, found(value) + "; it is a name in the unit's LoadCredential=, no path");
    return std::nullopt;
  }
  if (context.credentials.empty()) {
    section.error(value, key,
                  "no credentials here; systemd gives them to a unit that has LoadCredential=" +
                      name.string() + ":FILE, " + instead);
    return std::nullopt;
  }
  return context.credentials / name;
}

void read_login(Section& section, const ReadingContext& context, NodeConfiguration& node) {
  constexpr std::array kPasswords{"password", "password_file", "password_credential"};
  const auto count = std::count_if(kPasswords.begin(), kPasswords.end(),
                                   [&section](const char* key) { return section.given(key); });
  // All known, whichever way is taken below.
  const bool given_user = section.given("user");
  const bool given_certificate = section.given("client_certificate");
  const bool given_key = section.given("client_key");
  const bool by_password = given_user || count > 0;
  const bool by_certificate = given_certificate || given_key;
  if (by_password == by_certificate) {
    return section.error_here(
        "user", by_password ? "stands beside client_certificate; keep one way to log in"
                            : "is missing; give user and password (rpcuser and rpcpass of the node), or "
                              "client_certificate and client_key");
  }
  if (by_certificate) {
    return read_client_keys(section, context, node);
  }
  if (const Value* user = section.text("user")) {
    read_user(section, *user, node);
  } else if (!section.given("user")) {
    section.error_here("user", "is missing beside the password; give the node's rpcuser");
  }
  if (count == 1) {
    read_password_keys(section, context, node);
  } else {
    section.error_here(
        "password", count == 0 ? "is missing beside user; give password, password_file or password_credential"
                               : "is given more than once; keep one of password, password_file and "
                                 "password_credential");
  }
}

}  // namespace dcrvoter::app
