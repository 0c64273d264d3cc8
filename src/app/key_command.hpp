/// `dcrvoter key new | show | import | export`: what an owner does with voting keys. Keys pass
/// through here as opaque types of the keys room; nothing printed holds a secret, but for the words
/// that `export` prints when it was told to.
#pragma once

#include "wire/network.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace dcrvoter::app {

struct KeyOptions {
  std::filesystem::path state;  ///< keys are in its folder keys/
  wire::NetworkId network = wire::NetworkId::mainnet;
  std::string source = "-";           ///< import: a file, or "-" for standard input
  bool json = false;                  ///< show: for programs
  bool qr = false;                    ///< show: the QR code also where standard output is no terminal
  std::filesystem::path elsewhere{};  ///< show: of a credential, where systemd gives it; as keys::load_keys
  std::filesystem::path to{};         ///< key_export_to: the new file
};

/// Where a command reads and writes; tests hand in their own.
struct KeyConsole {
  std::istream& answers;  ///< export: what the owner types
  std::ostream& out;
  std::ostream& err;
  int input = 0;  ///< import from "-": the descriptor that the keys are read from
  bool out_is_terminal = false;
};

/// Each returns its exit code (exit_code.hpp).
/// Makes the voting key. 73: there is one already, or it cannot be written.
int key_new(const KeyOptions& options, const KeyConsole& console);
/// 69: there is no key. 78: a stored key file is wrong; what can be shown is shown.
int key_show(const KeyOptions& options, const KeyConsole& console);
/// 64: the source looks like a key itself. 65: the text is wrong. 69: it cannot be read. 73: the
/// keys cannot be written.
int key_import(const KeyOptions& options, const KeyConsole& console);
/// 69: there are no words here. 74: they could not be printed, and are kept. 78: their file is wrong.
int key_export(const KeyOptions& options, const KeyConsole& console);
/// Writes all keys that are here into a new file, with the words while they are kept, and reads it back; then
/// it counts as their back-up, and the words go. Asks nothing. 69: there is no key. 73: there is such a file,
/// or it cannot be written: nothing of it is left. 78: a stored key file is wrong, so that this would not be
/// all of them.
int key_export_to(const KeyOptions& options, const KeyConsole& console);

}  // namespace dcrvoter::app
