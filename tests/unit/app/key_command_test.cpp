#include "app/key_command.hpp"

#include "app/exit_code.hpp"
#include "status/qr_code.hpp"
#include "temporary_folder.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// The specification's worked examples; nothing was ever paid to them.
const std::string kWif = "PmQdMn8xafwaQouk8ngs1CccRCB1ZmsqQxBaxNR4vhQi5a5QB5716";
const std::string kAddress = "DsoJs2JhHNbY8pHT5SNK7ftaWnKMiZDJ9o4";
const std::string kRedeem =
    "512102d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c"
    "2102eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec452ae";

struct Ran {
  int code = 0;
  std::string out, err;
};

/// A state folder and what the commands do with it.
class Box {
 public:
  explicit Box(wire::NetworkId network = wire::NetworkId::mainnet)
      : options_{state_.path() / "state", network} {}

  Ran make() { return run(key_new); }
  Ran show(bool as_json = false, bool qr = false, bool terminal = false) {
    options_.json = as_json;
    options_.qr = qr;
    return run(key_show, "", "", terminal);
  }
  Ran import_input(const std::string& text) {
    options_.source = "-";
    return run(key_import, "", text);
  }
  Ran import_from(const std::string& source) {
    options_.source = source;
    return run(key_import);
  }
  enum class Output : std::uint8_t { whole, broken };
  Ran export_words(const std::string& answers, Output output = Output::whole) {
    return run(key_export, answers, "", false, output);
  }

  Ran export_to(const std::string& name) {
    options_.to = state_.path() / name;
    return run(key_export_to);
  }
  [[nodiscard]] fs::path path(const std::string& name) const { return state_.path() / name; }

  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(state_.path() / name) << text;
    return (state_.path() / name).string();
  }
  [[nodiscard]] fs::path keys() const { return options_.state / "keys"; }
  [[nodiscard]] std::ptrdiff_t files() const {
    return fs::exists(keys()) ? std::distance(fs::directory_iterator(keys()), {}) : 0;
  }

 private:
  Ran run(int (*command)(const KeyOptions&, const KeyConsole&), const std::string& answers = "",
          const std::string& input = "", bool terminal = false, Output output = Output::whole) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
    ::close(ends[1]);
    std::istringstream typed(answers);
    std::ostringstream out;
    std::ostringstream err;
    out.setstate(output == Output::broken ? std::ios::badbit : std::ios::goodbit);
    const int code = command(options_, {typed, out, err, ends[0], terminal});
    ::close(ends[0]);
    return {code, out.str(), err.str()};
  }

  testing::TemporaryFolder state_;
  KeyOptions options_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string xpub_in(const std::string& text) {
  const std::size_t at = text.find("dpub");
  REQUIRE(at != std::string::npos);
  return text.substr(at, text.find_first_of(" \n", at) - at);
}

TEST_CASE("app/key_command: new makes a key, tells what the buyer imports, and never makes a second") {
  Box box;
  const Ran made = box.make();
  CHECK(made.code == kExitOk);
  CHECK(made.err.empty());
  const std::string xpub = xpub_in(made.out);
  CHECK(has(made.out, "importxpub dcrvoter " + xpub));
  CHECK(has(made.out, "ticketbuyer.votingaccount=dcrvoter"));
  CHECK(has(made.out, "m/44'/42'/0'"));
  CHECK_FALSE(has(made.out, "dprv"));

  const Ran again = box.make();
  CHECK(again.code == kExitCannotCreate);
  CHECK(has(again.err, "there is a voting key already"));
  CHECK(again.out.empty());
  CHECK(xpub_in(box.show().out) == xpub);
  CHECK(box.files() == 2);
}

TEST_CASE("app/key_command: show without a key says how to get one") {
  Box box;
  const Ran shown = box.show();
  CHECK(shown.code == kExitUnavailable);
  CHECK(has(shown.err, "dcrvoter key new"));
  const Ran exported = box.export_words("");
  CHECK(exported.code == kExitUnavailable);
  CHECK(has(exported.err, "there is no voting key yet"));
  CHECK_FALSE(fs::exists(box.keys()));  // looking makes no folder
  CHECK(shown.out.empty());
  CHECK(json::parse(box.show(true).out).at("accounts").as_array().empty());
}

TEST_CASE("app/key_command: show as JSON has what the text has") {
  Box box;
  const std::string xpub = xpub_in(box.make().out);
  CHECK(box.import_input(kWif + " " + kRedeem).code == kExitOk);
  const Ran shown = box.show(true);
  CHECK(shown.code == kExitOk);
  const json::value value = json::parse(shown.out);
  CHECK(value.at("network").as_string() == "mainnet");
  const json::value& account = value.at("accounts").as_array().at(0);
  CHECK(account.at("xpub").as_string() == xpub);
  CHECK(account.at("fingerprint").as_string().size() == 8);
  CHECK(account.at("origin").as_string() == "seed, m/44'/42'/0'");
  CHECK(value.at("addresses").as_array().size() == 2);
  CHECK(has(shown.out, kAddress));
  CHECK(value.at("problems").as_array().empty());
  CHECK_FALSE(has(shown.out, "\"dprv"));
  CHECK_FALSE(has(shown.out, kWif));
}

TEST_CASE("app/key_command: show draws a QR code where somebody looks") {
  Box box;
  const std::string xpub = xpub_in(box.make().out);
  CHECK_FALSE(has(box.show().out, "█"));
  CHECK(has(box.show(false, true).out, status::qr_code(xpub, false)));
  CHECK(has(box.show(false, false, true).out, status::qr_code(xpub, true)));
}

TEST_CASE("app/key_command: a bad key file is told of, the others are shown") {
  Box box;
  CHECK(box.import_input(kWif).code == kExitOk);
  std::ofstream(box.keys() / "bad.key") << "dcrvoter-key 1\n";
  const Ran shown = box.show();
  CHECK(shown.code == kExitConfiguration);
  CHECK(has(shown.out, kAddress));
  CHECK(has(shown.err, (box.keys() / "bad.key").string() + ": the file does not end with its checksum"));
}

TEST_CASE("app/key_command: import takes keys from standard input and from a file") {
  for (const bool from_file : {false, true}) {
    Box box;
    const std::string text = "# a ticket\r\n" + kWif + " " + kRedeem + "\r\n";
    const std::string file = box.file("wifs.txt", text);
    const Ran taken = from_file ? box.import_from(file) : box.import_input(text);
    CHECK(taken.code == kExitOk);
    CHECK(has(taken.out, kAddress));
    CHECK(has(taken.out, "DciiRdKpXd4ysyuBCVNV8KWdyrjn3HNaPqr"));
    CHECK(has(taken.err, "Remove " + file) == from_file);
    CHECK_FALSE(has(taken.out + taken.err, kWif));
    const Ran again = box.import_input(text);
    CHECK(again.code == kExitOk);
    CHECK(has(again.out, "here already; nothing was changed"));
    CHECK(box.files() == 1);
  }
}

TEST_CASE("app/key_command: import of a seed warns of what it may hold, of a script what it lacks") {
  Box box;
  const Ran seed = box.import_input(std::string(64, '0') + "\n");
  CHECK(seed.code == kExitOk);
  CHECK(has(seed.out, "m/44'/42'/0'"));
  CHECK(has(seed.out, "m/44'/20'/0' (legacy coin type)"));
  CHECK(has(seed.err, "may hold coins there and elsewhere"));
  const Ran script = box.import_input(kRedeem);
  CHECK(script.code == kExitOk);
  CHECK(has(script.err, "DciiRdKpXd4ysyuBCVNV8KWdyrjn3HNaPqr cannot vote"));
}

TEST_CASE("app/key_command: a wrong import names the line and changes nothing") {
  Box box;
  const Ran wrong = box.import_input(kWif + "\n\nPmQwrong\n");
  CHECK(wrong.code == kExitData);
  CHECK(has(wrong.err, "nothing was imported: line 3: "));
  CHECK_FALSE(has(wrong.err, "PmQwrong"));
  CHECK(box.files() == 0);
  CHECK(box.import_input("").code == kExitData);
  const Ran missing = box.import_from("/nowhere/wifs.txt");
  CHECK(missing.code == kExitUnavailable);
  CHECK(missing.err == "dcrvoter: cannot read /nowhere/wifs.txt: No such file or directory\n");
}

TEST_CASE("app/key_command: a key in the command line is refused and not repeated") {
  Box box;
  for (const std::string& secret : {kWif, std::string("aardvark"), std::string(64, 'a')}) {
    const Ran refused = box.import_from(secret);
    CHECK(refused.code == kExitUsage);
    CHECK_FALSE(has(refused.err + refused.out, secret));
  }
  CHECK(box.files() == 0);
}

TEST_CASE(
    "app/key_command: export prints the words when asked twice, and keeps them until they are written down") {
  Box box;
  const std::string xpub = xpub_in(box.make().out);
  for (const char* answers : {"", "no\n", "y\nyes\n", "yes\nno\n", "yes\n"}) {
    const Ran refused = box.export_words(answers);
    CHECK(refused.code == kExitOk);
    CHECK(refused.out.empty());
    CHECK(has(refused.err, "Nothing was printed"));
  }
  const Ran printed = box.export_words("yes\nyes\nno\n");
  CHECK(printed.code == kExitOk);
  std::istringstream lines(printed.out);
  std::string word;
  int words = 0;
  for (; lines >> word; ++words) {
  }
  CHECK(words == 33);
  CHECK(std::ranges::count(printed.out, '\n') == 6);
  CHECK(has(printed.err, "The words stay in "));
  CHECK(box.files() == 2);

  // A full disk took nothing: whatever is answered, the only copy stays.
  const Ran lost = box.export_words("yes\nyes\nyes\n", Box::Output::broken);
  CHECK(lost.code == kExitOutput);
  CHECK(has(lost.err, "could not be written"));
  CHECK(box.files() == 2);

  const Ran last = box.export_words("yes\n YES \nyes\r\n");
  CHECK(last.out == printed.out);
  CHECK(has(last.err, "was wiped"));
  CHECK(box.files() == 1);
  CHECK(xpub_in(box.show().out) == xpub);
  const Ran gone = box.export_words("yes\nyes\nyes\n");
  CHECK(gone.code == kExitUnavailable);
  CHECK(has(gone.err, "no seed words here"));

  // What was printed brings the same key to another box.
  Box other;
  CHECK(has(other.import_input(printed.out).out, xpub));
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_CASE("app/key_command: export to a file writes all keys, which another box takes back") {
  Box box;
  const Ran none = box.export_to("none.txt");
  CHECK(none.code == kExitUnavailable);
  CHECK_FALSE(fs::exists(box.path("none.txt")));
  const std::string xpub = xpub_in(box.make().out);
  const std::string words = box.export_words("yes\nyes\nno\n").out;
  CHECK(box.import_input(kWif + " " + kRedeem).code == kExitOk);

  (void)box.file("backup.txt.new", "left by a power cut");
  const Ran written = box.export_to("backup.txt");
  CHECK(written.code == kExitOk);
  CHECK(has(written.out, xpub));
  CHECK(has(written.out, kAddress));
  CHECK_FALSE(has(written.out, "dprv"));
  CHECK(written.err.empty());
  CHECK_FALSE(fs::exists(box.path("backup.txt.new")));
  const std::string text = text_of(box.path("backup.txt"));
  CHECK(has(text, xpub));
  CHECK(has(text, kWif));
  CHECK(has(text, words.substr(0, words.find(' '))));
  CHECK(std::ranges::count(text, '\n') == std::ranges::count(text, '\r'));
  CHECK((fs::status(box.path("backup.txt")).permissions() & fs::perms(077)) == fs::perms::none);

  // It counts as the back-up: the words are in it and nowhere else.
  CHECK(has(text, "seed words"));
  CHECK(box.export_words("yes\nyes\nno\n").code == kExitUnavailable);
  const Ran again = box.export_to("backup.txt");
  CHECK(again.code == kExitCannotCreate);
  CHECK(has(again.err, "exists already"));
  CHECK(text_of(box.path("backup.txt")) == text);
  CHECK(box.export_to("second.txt").code == kExitOk);
  CHECK_FALSE(has(text_of(box.path("second.txt")), "seed words"));
  CHECK(box.export_to("no/such/folder.txt").code == kExitCannotCreate);

  Box other;
  CHECK(other.import_input(text).code == kExitOk);
  CHECK(has(other.show().out, xpub));
  CHECK(has(other.show().out, kAddress));
}

TEST_CASE("app/key_command: a stored file that is damaged gives no back-up, which would not be complete") {
  Box box;
  (void)box.make();
  std::ofstream(box.keys() / "keys-00000000.key") << "nonsense\n";
  const Ran refused = box.export_to("backup.txt");
  CHECK(refused.code == kExitConfiguration);
  CHECK(has(refused.err, "no back-up was written"));
  CHECK(has(refused.err, "keys-00000000.key"));
  CHECK_FALSE(fs::exists(box.path("backup.txt")));
  CHECK(box.files() == 3);
}

}  // namespace
}  // namespace dcrvoter::app
