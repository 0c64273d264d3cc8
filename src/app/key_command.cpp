#include "app/key_command.hpp"

#include "app/exit_code.hpp"
#include "app/key_print.hpp"
#include "keys/key_folder.hpp"
#include "keys/key_import.hpp"
#include "keys/private_folder.hpp"
#include "keys/voting_key.hpp"
#include "wire/address.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <istream>
#include <ostream>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

using core::Errc;

int fail(const KeyConsole& console, int code, const std::string& text) {
  console.err << "dcrvoter: " << text << "\n";
  return code;
}

const wire::Network& network_of(const KeyOptions& options) {
  return wire::network(options.network);
}

/// The wallet's side of it; `dcrvoter` is the name that the account gets there.
void print_next_steps(std::ostream& out, const std::string& xpub) {
  out << "In dcrwallet, the wallet that buys the tickets:\n"
         "  dcrctl --wallet importxpub dcrvoter "
      << xpub
      << "\n"
         "and in its configuration:\n"
         "  enableticketbuyer=1\n"
         "  ticketbuyer.votingaccount=dcrvoter\n";
}

core::Result<keys::SecretBytes> read_source(const KeyOptions& options, const KeyConsole& console) {
  if (options.source == "-") {
    if (::isatty(console.input) == 1) {
      console.err << "Type or paste the keys, then press Ctrl-D on a new line.\n";
    }
    auto text = keys::read_secret(console.input, keys::kMostKeyBytes);
    return text ? std::move(text)
                : core::fail(text.error().kind, "cannot read standard input: " + text.error().text);
  }
  const keys::FileDescriptor file(::open(options.source.c_str(), O_RDONLY | O_CLOEXEC));
  auto text = file ? keys::read_secret(file.get(), keys::kMostKeyBytes)
                   : core::fail(Errc::io, std::generic_category().message(errno));
  return text ? std::move(text)
              : core::fail(text.error().kind, "cannot read " + options.source + ": " + text.error().text);
}

void print_import(const keys::ImportReport& report, const KeyOptions& options, const KeyConsole& console) {
  const wire::Network& network = network_of(options);
  if (report.key_file.empty()) {
    console.out << "All of these keys are here already; nothing was changed.\n";
  } else {
    console.out << "Imported for " << network.name << ", stored in " << report.key_file << ":\n";
    for (const keys::AccountInfo& account : report.accounts) {
      print_account(console.out, account);
    }
    print_payees(console.out, report.payees, network);
    if (report.already != 0) {
      console.out << report.already << (report.already == 1 ? " other key was" : " other keys were")
                  << " here already.\n";
    }
    console.out << "A running dcrvoter reads its keys when it starts: restart it.\n";
  }
  for (const wire::Payee& script : report.idle) {
    console.err << "Warning: the redeem script of " << wire::encode_address(script, network)
                << " cannot vote: its private key is not here.\n";
  }
  if (!report.accounts.empty()) {
    console.err << "Warning: whoever gets an account's key can also spend the coins of that account. "
                << (report.from_seed
                        ? "This seed may hold coins there and elsewhere; its words are not kept here. "
                        : "")
                << "A key made by \"dcrvoter key new\" holds no coins.\n";
  }
  if (options.source != "-") {
    console.err << "Remove " << options.source << " when you have these keys in a safe place.\n";
  }
}

bool agrees(const KeyConsole& console, const std::string& question) {
  console.err << question << " [yes/no] " << std::flush;
  std::string answer;
  std::getline(console.answers, answer);
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  std::erase_if(answer, is_space);
  return answer == "yes" || answer == "Yes" || answer == "YES";
}

/// Six words a line; `dcrvoter key import` reads them like this too.
void print_words(std::ostream& out, std::string_view words) {
  constexpr std::size_t kWordsPerLine = 6;
  for (std::size_t count = 1; !words.empty(); ++count) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    out << word << (count % kWordsPerLine == 0 || words.empty() ? '\n' : ' ');
  }
  out << std::flush;
}

}  // namespace

int key_new(const KeyOptions& options, const KeyConsole& console) {
  const wire::Network& network = network_of(options);
  const auto made = keys::make_voting_key(options.state, network);
  if (!made) {
    return fail(console, kExitCannotCreate, made.error().text);
  }
  console.out << (made->completed ? "The voting key, whose making had been interrupted, is complete"
                                  : "The voting key is made")
              << " (" << network.name << "), stored in " << made->key_file << ":\n";
  print_account(console.out, made->account);
  print_next_steps(console.out, made->account.xpub);
  console.out << "The seed words are kept in " << made->words_file
              << "\nuntil you have them on paper: dcrvoter key export\n";
  return kExitOk;
}

int key_import(const KeyOptions& options, const KeyConsole& console) {
  if (keys::looks_secret(options.source)) {
    return fail(console, kExitUsage,
                "the argument looks like a key or seed words. Keys do not belong in a command line: other "
                "users see it "
                "and the shell remembers it. Put them into a file and name that (./NAME if its name looks "
                "like a key), "
                "or give them to standard input with \"dcrvoter key import -\"");
  }
  const auto text = read_source(options, console);
  if (!text) {
    return fail(console, kExitUnavailable, text.error().text);
  }
  const auto report = keys::import_keys(options.state, network_of(options), *text);
  if (!report) {
    const bool disk = report.error().kind == Errc::io || report.error().kind == Errc::refused;
    return fail(console, disk ? kExitCannotCreate : kExitData,
                "nothing was imported: " + report.error().text);
  }
  print_import(*report, options, console);
  return kExitOk;
}

int key_export(const KeyOptions& options, const KeyConsole& console) {
  const wire::Network& network = network_of(options);
  const auto stored = keys::stored_words(options.state, network);
  if (!stored) {
    const int code = stored.error().kind == Errc::not_found ? kExitUnavailable : kExitConfiguration;
    return fail(console, code, stored.error().text);
  }
  console.err << "Whoever reads the seed words can vote with all tickets of the voting key "
              << stored->fingerprint << ".\n";
  if (!agrees(console, "Are you alone with this screen, and is nothing recording it?") ||
      !agrees(console, "Print the seed words now?")) {
    console.err << "Nothing was printed.\n";
    return kExitOk;
  }
  print_words(console.out, stored->words.expose_text());
  if (!console.out) {
    return fail(console, kExitOutput,
                "the seed words could not be written to standard output; they stay in " + stored->file);
  }
  if (!agrees(console,
              "Have you written all words down, in this order, and compared them? Then their copy here is "
              "wiped, and "
              "the paper is the only back-up.")) {
    console.err << "The words stay in " << stored->file << ".\n";
    return kExitOk;
  }
  if (const auto forgotten = keys::forget_words(options.state, network); !forgotten) {
    return fail(console, kExitCannotCreate, forgotten.error().text);
  }
  console.err << "The copy of the words was wiped. The voting key stays and votes.\n";
  return kExitOk;
}

}  // namespace dcrvoter::app
