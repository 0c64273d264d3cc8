/// A temporary folder with the files that a configuration names, and loading from it.
#pragma once

#include "app/configuration.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace dcrvoter::app::test {

// Self-signed, P-256, CN=node.example, valid to 2126; the key is made for these tests.
inline constexpr std::string_view kCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUIIH/srCu//he+LQXCDnEk3fTKKIwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMbm9kZS5leGFtcGxlMCAXDTI2MTEyMzA2NDQ1MFoYDzIxMjYx
MDMwMDY0NDUwWjAXMRUwEwYDVQQDDAxub2RlLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATQcSFHwXeItdc3KiNQsXYuq8we+OAj1UG9GDP8H1iGpuQv
1FQqRBaiR70ECURav4reQEohIo9n6DVI2QDZvrYno1MwUTAdBgNVHQ4EFgQUqGtu
Vh6RJynu9ogsDNmWvo0t/4gwHwYDVR0jBBgwFoAUqGtuVh6RJynu9ogsDNmWvo0t
/4gwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAaubtuLW2tGxUr
sL6bNklx/vUeNsm2d0r8Fp5nC1KxYQIhAITy5Bz+SV07wSuOvCajUkGwfYx9Pbkl
JG7AYoc0gslX
-----END CERTIFICATE-----
)";
inline constexpr std::string_view kPin =
    "sha256:478d87d8204aa3dbd83e6ffb60c3eff0673f26f65eb3eb0a77d220ba1fdd5259";
inline constexpr std::string_view kKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDCwT4SbJ7DdrA2hK
12G1lA7gueh3fyTjeqNpkT2PCOehRANCAATQcSFHwXeItdc3KiNQsXYuq8we+OAj
1UG9GDP8H1iGpuQv1FQqRBaiR70ECURav4reQEohIo9n6DVI2QDZvrYn
-----END PRIVATE KEY-----
)";

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "dcrvoter-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
    write("rpc.cert", kCertificate, 0644);
    write("client.key", kKey);
    write("node.password", "hunter2\n");
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path write(const std::string& name, std::string_view text, ::mode_t mode = 0640) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    return file;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  [[nodiscard]] LoadedConfiguration load(std::string_view text, const Environment& environment = {},
                                         ::mode_t mode = 0640) const {
    return load_configuration(write("dcrvoter.toml", text, mode), environment);
  }
  /// All problems, a line each, with the folder's name taken out.
  [[nodiscard]] std::string problems(std::string_view text, const Environment& environment = {},
                                     ::mode_t mode = 0640) const {
    const auto loaded = load(text, environment, mode);
    std::string all;
    for (const Problem& problem : loaded.problems) {
      std::string line = problem.level == Problem::Level::warning ? "warning " : "";
      line += to_string(loaded.configuration.file, problem);
      for (std::size_t at = 0; (at = line.find(path_.string() + "/", at)) != std::string::npos;) {
        line.erase(at, path_.string().size() + 1);
      }
      all += line + "\n";
    }
    return all;
  }

 private:
  std::filesystem::path path_;
};

/// A node that is right, for tests of something else.
inline constexpr std::string_view kNode = R"(
[[node]]
address = "192.168.1.20"
user = "voter"
password = "hunter2"
certificate = "rpc.cert"
)";

inline std::string lines(std::initializer_list<std::string> list) {
  std::string all;
  for (const std::string& line : list) {
    all += line + "\n";
  }
  return all;
}

}  // namespace dcrvoter::app::test
