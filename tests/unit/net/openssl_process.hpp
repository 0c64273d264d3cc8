/// The openssl command as the other side of a connection.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <spawn.h>
#include <stdlib.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace dcrvoter::net::testing {

/// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "dcrvoter-net-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  /// Writes a file and returns its path.
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Runs `openssl ARGUMENTS`, with its output readable here; ended when this goes.
class OpensslProcess {
 public:
  explicit OpensslProcess(std::vector<std::string> arguments) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_adddup2(&actions, out[1], 2);
    arguments.insert(arguments.begin(), "openssl");
    std::vector<char*> argv;
    for (std::string& argument : arguments) {
      argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    const int failed = ::posix_spawnp(&pid_, "openssl", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    in_ = in[1];
    out_ = out[0];
    REQUIRE_MESSAGE(failed == 0, "openssl is needed (package openssl)");
  }
  OpensslProcess(const OpensslProcess&) = delete;
  OpensslProcess& operator=(const OpensslProcess&) = delete;
  ~OpensslProcess() {
    ::close(in_);
    ::close(out_);
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  /// The next line of its output; empty when it has ended.
  std::string line() {
    std::string text;
    char c = 0;
    while (::read(out_, &c, 1) == 1 && c != '\n') {
      text += c;
    }
    return text;
  }
  /// Its output up to the first line that begins with `words`, that line included.
  std::string up_to_line(const std::string& words) {
    std::string all;
    for (std::string text = line(); !text.empty() || all.empty(); text = line()) {
      all += text + "\n";
      if (text.starts_with(words)) {
        return all;
      }
    }
    FAIL("openssl said: ", all);
    return all;
  }
  void type(const std::string& text) {
    REQUIRE(::write(in_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }

 private:
  pid_t pid_ = 0;
  int in_ = -1;
  int out_ = -1;
};

/// `openssl s_server` on a free port of the loopback.
class OpensslServer {
 public:
  explicit OpensslServer(std::vector<std::string> arguments) : process_(with_port(std::move(arguments))) {
    const std::string seen = process_.up_to_line("ACCEPT ");
    port_ = static_cast<std::uint16_t>(std::stoi(seen.substr(seen.rfind(':') + 1)));
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] OpensslProcess& process() { return process_; }

 private:
  static std::vector<std::string> with_port(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"s_server", "-accept", "127.0.0.1:0"});
    return arguments;
  }
  OpensslProcess process_;
  std::uint16_t port_ = 0;
};

}  // namespace dcrvoter::net::testing
