#include "app/command_line.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <vector>

using namespace dcrvoter::app;

namespace {

auto parse(std::initializer_list<const char*> arguments) {
  std::vector<const char*> argv{"dcrvoter"};
  argv.insert(argv.end(), arguments);
  return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

std::string wrong(std::initializer_list<const char*> arguments) {
  const auto line = parse(arguments);
  REQUIRE_FALSE(line);
  CHECK(line.error().exit_code == 64);
  return line.error().text;
}

}  // namespace

TEST_CASE("app/command_line: commands and global options, before and after") {
  CHECK(parse({"run"})->command == Command::run);
  CHECK(parse({"run"})->config == "/etc/dcrvoter/dcrvoter.toml");
  CHECK(parse({"run"})->log_level == LogLevel::info);
  CHECK(parse({"--config", "a.toml", "run"})->config == "a.toml");
  CHECK(parse({"run", "--config=a.toml", "--log-level", "debug"})->log_level == LogLevel::debug);
  CHECK(parse({"check"})->offline == false);
  CHECK(parse({"check", "--offline"})->offline);
  CHECK(parse({"check", "--configuration"})->configuration);
  CHECK(parse({"key", "new"})->command == Command::key_new);
  CHECK(parse({"key", "show", "--config", "b"})->config == "b");
  CHECK(parse({"key", "import"})->key_source == "-");
  CHECK(parse({"key", "import", "-"})->key_source == "-");
  CHECK(parse({"key", "import", "keys.txt"})->key_source == "keys.txt");
  CHECK(parse({"key", "export"})->command == Command::key_export);
  CHECK(parse({"key", "export"})->export_to.empty());
  CHECK(parse({"key", "export", "--to", "f"})->export_to == "f");
  CHECK(parse({"split", "a.toml", "b"})->command == Command::split);
  CHECK(parse({"split", "a.toml", "b"})->split_file == "a.toml");
  CHECK(parse({"split", "a.toml", "b"})->split_folder == "b");
  CHECK(parse({"key", "show", "--json", "--qr"})->json);
  CHECK(parse({"key", "show", "--qr"})->qr);
  CHECK(parse({"version"})->command == Command::version);
  CHECK(parse({"--version"})->command == Command::version);
}

TEST_CASE("app/command_line: what is shown, and in which form") {
  CHECK(parse({"status"})->command == Command::status);
  CHECK(parse({"tickets", "--json"})->json);
  CHECK(parse({"choices", "--json", "--config", "b"})->config == "b");
  CHECK(parse({"votes"})->command == Command::votes);
  CHECK(parse({"votes"})->import_from.empty());
  CHECK(parse({"votes", "--csv"})->csv);
  CHECK(parse({"votes", "--export"})->export_calls);
  CHECK(parse({"votes", "--import", "-"})->import_from == "-");
  CHECK(parse({"votes", "--import=calls.jsonl"})->import_from == "calls.jsonl");
  const char* const one = "dcrvoter: \"votes\" takes one of --json, --csv, --export and --import at a time";
  CHECK(wrong({"votes", "--json", "--csv"}) == one);
  CHECK(wrong({"votes", "--export", "--import", "-"}) == one);
  CHECK(wrong({"votes", "--export", "--json"}) == one);
  CHECK(wrong({"votes", "--import", ""}) ==
        "dcrvoter: --import is empty; the name of a file is needed, or - for standard input");
  CHECK(wrong({"votes", "--import"}) == "dcrvoter: --import needs a value behind it");
  CHECK(wrong({"tickets", "--csv"}) ==
        "dcrvoter: unknown option \"--csv\"; there are --help, --json, --config, --log-level, --version");
  CHECK(wrong({"status", "now"}) ==
        "dcrvoter: \"status\" takes no such argument (not shown: it may be a secret); dcrvoter --help shows "
        "what it takes");
  const auto help = parse({"votes", "--help"});
  REQUIRE_FALSE(help);
  CHECK(help.error().text.find("dcrvoter votes --export > calls.jsonl") != std::string::npos);
}

TEST_CASE("app/command_line: help is no error and lists what exists") {
  const auto help = parse({"--help"});
  REQUIRE_FALSE(help);
  CHECK(help.error().exit_code == 0);
  for (const char* word : {"run", "check", "status", "tickets", "votes", "choices", "key", "version",
                           "--config FILE", "--log-level LEVEL", "Examples:"}) {
    CAPTURE(word);
    CHECK(help.error().text.find(word) != std::string::npos);
  }
  for (const char* code : {"64 ", "65 ", "69 ", "70 ", "73 ", "74 ", "78 ", "1 warnings", "2 cannot vote"}) {
    CAPTURE(code);
    CHECK(help.error().text.find(code) != std::string::npos);
  }
  CHECK(parse({"key", "--help"}).error().text.find("import") != std::string::npos);
  CHECK(parse({"check", "--help"}).error().text.find("--offline") != std::string::npos);
}

TEST_CASE("app/command_line: wrong usage is one sentence with the nearest command") {
  CHECK(wrong({}) ==
        "dcrvoter: a command is missing: run, check, status, tickets, votes, choices, key, split, version; "
        "dcrvoter --help explains them");
  CHECK(wrong({"chek"}) == "dcrvoter: unknown command \"chek\"; did you mean \"check\"?");
  CHECK(wrong({"mine"}) ==
        "dcrvoter: unknown command \"mine\"; there are run, check, status, tickets, votes, choices, key, "
        "split, version");
  CHECK(wrong({"key"}) ==
        "dcrvoter: a key command is missing: new, show, import, export; dcrvoter --help explains them");
  CHECK(wrong({"key", "shwo"}) == "dcrvoter: unknown key command \"shwo\"; did you mean \"show\"?");
  CHECK(wrong({"check", "--ofline"}) == "dcrvoter: unknown option \"--ofline\"; did you mean \"--offline\"?");
  CHECK(wrong({"run", "--log-level", "verbos"}) ==
        "dcrvoter: --log-level has an unknown value; allowed: \"critical\", \"error\", \"warning\", \"info\" "
        "or \"debug\"");
  CHECK(wrong({"run", "--log-level", "debgu"}) ==
        "dcrvoter: --log-level has an unknown value; allowed: \"critical\", \"error\", \"warning\", \"info\" "
        "or \"debug\"; "
        "did you mean \"debug\"?");
  CHECK(wrong({"run", "--config"}) == "dcrvoter: --config needs a value behind it");
  CHECK(wrong({"--log-level"}) == "dcrvoter: --log-level needs a value behind it");
  CHECK(wrong({"--config", "a", "run", "--config", "b"}) ==
        "dcrvoter: --config is given more than once; keep one");
  CHECK(wrong({"run", "--config", ""}) == "dcrvoter: --config is empty; the name of a file is needed");
  CHECK(wrong({"--offline", "check"}) ==
        "dcrvoter: the option \"--offline\" stands before its command; put it behind \"check\"");
}

TEST_CASE("app/command_line: what may be a secret is not shown") {
  const std::string wif = "PmQdzzSbq3mxGyRjgVwCXy4WAYYMS1TvTGh1GPLxAhC7APNSsi6ps";
  const std::string hex = "b280922d2cffda44648346412c5ec97f429938105003730414f10b01e1402eac";
  for (const std::string& secret : {wif, hex}) {
    for (const auto& text :
         {wrong({secret.c_str()}), wrong({"key", secret.c_str()}), wrong({"run", secret.c_str()}),
          wrong({"key", "new", secret.c_str()}), wrong({"key", "import", "-", secret.c_str()}),
          wrong({"run", ("--password=" + secret).c_str()}), wrong({("--" + secret).c_str(), "run"}),
          wrong({"run", "--log-level", secret.c_str()}), wrong({"check", ("--offline=" + secret).c_str()}),
          wrong({"run", "run", secret.c_str()})}) {
      CAPTURE(text);
      CHECK(text.find(secret.substr(0, 10)) == std::string::npos);
    }
  }
  const auto words = wrong({"key", "aardvark", "absurd", "accrue"});
  CHECK(words ==
        "dcrvoter: unknown key command (not shown: it may be a secret); there are new, show, import, export");
  CHECK(wrong({"key", "import", "-", "absurd"}) ==
        "dcrvoter: \"import\" takes no such argument (not shown: it may be a secret); dcrvoter --help shows "
        "what it takes");
}
