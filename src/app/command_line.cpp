#include "app/command_line.hpp"

#include "app/exit_code.hpp"
#include "app/nearest.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace dcrvoter::app {
namespace {

constexpr const char* kDescription =
    "dcrvoter votes with Decred tickets: it watches your own dcrd nodes, and votes when a ticket is drawn.";
constexpr const char* kExamples = R"(Examples:
  dcrvoter key new                       make the voting key, print what the buying wallet imports
  dcrvoter check                         look whether everything is ready to vote
  dcrvoter --config ./my.toml run        vote, with another configuration
  dcrvoter status                        whether the running service can vote, and if not, why
  dcrvoter votes                         what became of each call
  dcrvoter votes --export > calls.jsonl  all of them, to take to another box
  dcrvoter key import - < wifs.txt       take over keys from another wallet

The configuration is explained in /etc/dcrvoter/dcrvoter.toml. Exit codes: 0 done, 64 wrong usage,
65 wrong keys or calls to import, 69 unavailable, 70 internal error, 73 cannot be made or is there already,
74 output cannot be written, 78 wrong configuration; check: 1 warnings, 2 cannot vote.)";

constexpr const char* kVotesExamples = R"(Examples:
  dcrvoter votes                          a table of the latest calls
  dcrvoter votes --csv > votes.csv        the same for a spreadsheet
  dcrvoter votes --export > calls.jsonl   the whole history, to keep or to move
  dcrvoter votes --import calls.jsonl     take it over on another box)";

class Parser {
 public:
  Parser() : app_(kDescription, "dcrvoter") {
    app_.footer(kExamples);
    app_.add_option("--config", result_.config, "the configuration; default: " + result_.config.string())
        ->option_text("FILE");
    app_.add_option("--log-level", level_, "critical, error, warning, info (the default) or debug")
        ->option_text("LEVEL");
    app_.set_version_flag("--version", "", "the same as the command version");
    app_.require_subcommand(1);
    add(app_, "run", Command::run, "vote: the service itself; logs to standard error, stops on SIGTERM");
    auto* check =
        add(app_, "check", Command::check,
            "the doctor: look at configuration, key, clock and each node, with a remedy for what is wrong");
    check->add_flag("--offline", result_.offline, "look at files only, connect nowhere");
    check->add_flag("--configuration", result_.configuration, "look at the configuration alone");
    check->add_flag("--alerts", result_.alerts, "also send a test to heartbeat_url and webhook_url");
    add_views();
    key_ = app_.add_subcommand("key", "the voting key");
    key_->fallthrough();
    key_->require_subcommand(1);
    add(*key_, "new", Command::key_new, "make a voting key; never overwrites one");
    auto* show = add(
        *key_, "show", Command::key_show,
        "print the public account key (dpub…) that the buying wallet imports, its QR code and fingerprint");
    show->add_flag("--json", result_.json, "for programs");
    show->add_flag("--qr", result_.qr, "the QR code also where standard output is no terminal");
    auto* import = add(*key_, "import", Command::key_import,
                       "take over a seed (words or hex), an account key (dprv…) or WIFs with redeem scripts");
    import->add_option("source", result_.key_source, "a file that holds the keys, or - for standard input")
        ->option_text("[FILE]");
    add(*key_, "export", Command::key_export, "print the seed words, after asking twice")
        ->add_option("--to", result_.export_to,
                     "instead write all keys into a new file, for \"key import\", without asking")
        ->option_text("FILE");
    CLI::App* split = add(app_, "split", Command::split,
                          "write a configuration with its passwords and keys in files of their own");
    split->add_option("file", result_.split_file, "the configuration as it is")
        ->required()
        ->option_text("FILE");
    split->add_option("folder", result_.split_folder, "where dcrvoter.toml and these files are to be")
        ->required()
        ->option_text("FOLDER");
    add(app_, "version", Command::version, "version, libraries, board");
  }

  std::expected<CommandLine, CommandLineEnd> parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      return std::unexpected(CommandLineEnd{kExitOk, app_.help()});
    } catch (const CLI::CallForVersion&) {
      return CommandLine{};
    } catch (const CLI::ArgumentMismatch& error) {
      return wrong(incomplete(error.what()));
    } catch (const CLI::ParseError&) {
      return wrong(describe());
    }
    if (std::string clash = clashing(); !clash.empty()) {
      return wrong(std::move(clash));
    }
    if (result_.config.empty()) {
      return wrong("--config is empty; the name of a file is needed");
    }
    const auto* const level = std::find(kLogLevelNames.begin(), kLogLevelNames.end(), level_);
    if (level == kLogLevelNames.end()) {
      return wrong("--log-level has an unknown value; allowed: " + list_of(kLogLevelNames) +
                   did_you_mean(level_, kLogLevelNames));
    }
    result_.log_level = static_cast<LogLevel>(level - kLogLevelNames.begin());
    return std::move(result_);
  }

 private:
  CLI::App* add(CLI::App& parent, const char* name, Command command, const char* description) {
    CLI::App* sub = parent.add_subcommand(name, description);
    sub->fallthrough();
    sub->callback([this, command] { result_.command = command; });
    return sub;
  }

  void add_views() {
    const auto view = [this](const char* name, Command command, const char* description) {
      CLI::App* sub = add(app_, name, command, description);
      sub->add_flag("--json", result_.json, "for programs");
      return sub;
    };
    view("status", Command::status, "whether the running service can vote, and if not, why")
        ->add_flag("--watch", result_.watch, "show it anew whenever it changes, until Ctrl-C");
    view("tickets", Command::tickets, "the tickets and where each stands in its life")
        ->footer("Example: dcrvoter tickets --json");
    CLI::App* votes = view("votes", Command::votes, "the latest calls and what became of each");
    votes->add_flag("--csv", result_.csv, "for spreadsheets");
    votes->add_flag("--export", result_.export_calls, "every call in the store, one line of JSON each");
    votes
        ->add_option("--import", result_.import_from,
                     "take such lines into the store, all or none, while the service is stopped; - for "
                     "standard input")
        ->option_text("FILE");
    votes->footer(kVotesExamples);
    view("choices", Command::choices, "agendas and treasury spends with your choices")
        ->footer("Example: dcrvoter choices");
  }

  /// What makes no sense together. `votes` does one thing at a time.
  [[nodiscard]] std::string clashing() const {
    if (result_.watch && result_.json) {
      return "\"status\" takes either --json or --watch";
    }
    if (int{result_.alerts} + int{result_.offline} + int{result_.configuration} > 1) {
      return "\"check\" takes one of --offline, --configuration and --alerts at a time";
    }
    if (app_.get_subcommand("key")->get_subcommand("export")->count("--to") != 0 &&
        result_.export_to.empty()) {
      return "--to is empty; the name of a new file is needed";
    }
    const bool imports = app_.get_subcommand("votes")->count("--import") != 0;
    if (imports && result_.import_from.empty()) {
      return "--import is empty; the name of a file is needed, or - for standard input";
    }
    const int asked = int{result_.json} + int{result_.csv} + int{result_.export_calls} + int{imports};
    return result_.command == Command::votes && asked > 1
               ? "\"votes\" takes one of --json, --csv, --export and --import at a time"
               : "";
  }

  static std::unexpected<CommandLineEnd> wrong(std::string text) {
    return std::unexpected(CommandLineEnd{kExitUsage, "dcrvoter: " + std::move(text)});
  }

  /// The library's sentence begins with the option's name, which is one of ours.
  static std::string incomplete(const std::string& why) {
    const std::string option = why.substr(0, why.find(':'));
    const bool twice = why.find("At Most") != std::string::npos;
    return option + (twice ? " is given more than once; keep one" : " needs a value behind it");
  }

  // One sentence about what was not understood.
  [[nodiscard]] std::string describe() const {
    const std::vector<std::string> extras = app_.remaining(true);
    const bool in_key = key_->parsed();
    const CLI::App& parent = in_key ? *key_ : app_;
    const bool chosen = !parent.get_subcommands().empty();
    const CLI::App* command = chosen ? parent.get_subcommands().front() : &parent;
    const std::string what = in_key ? "key command" : "command";
    const std::vector<std::string> commands = names_of(parent);
    if (extras.empty()) {
      return "a " + what + " is missing: " + list(commands) + "; dcrvoter --help explains them";
    }
    const std::string& first = extras.front();
    if (first.starts_with('-') && first.size() > 1) {
      const std::string name = first.substr(0, first.find('='));
      const std::vector<std::string> options = options_of(*command);
      if (std::find(options.begin(), options.end(), name) != options.end()) {
        return "the option " + in_quotes(name) + " stands before its command; put it behind \"" +
               command->get_name() + "\"";
      }
      return unknown("option", name, options, true);
    }
    if (!chosen) {
      return unknown(what, first, commands, extras.size() == 1);
    }
    return "\"" + command->get_name() +
           "\" takes no such argument (not shown: it may be a secret); dcrvoter --help shows what it takes";
  }

  // Seed words and keys get into command lines by mistake; they must not get from there into logs.
  static std::string unknown(const std::string& what, const std::string& found,
                             const std::vector<std::string>& known, bool alone) {
    const std::vector<std::string_view> views(known.begin(), known.end());
    const bool plain = alone && found.size() <= 20 &&
                       found.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
    const std::string near = did_you_mean(found, views);
    return (plain ? "unknown " + what + " " + in_quotes(found)
                  : "unknown " + what + " (not shown: it may be a secret)") +
           (near.empty() ? "; there are " + list(known) : near);
  }

  static std::string list(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
      text += (text.empty() ? "" : ", ") + name;
    }
    return text;
  }

  static std::vector<std::string> names_of(const CLI::App& parent) {
    std::vector<std::string> names;
    for (const CLI::App* sub : parent.get_subcommands({})) {
      names.push_back(sub->get_name());
    }
    return names;
  }

  [[nodiscard]] std::vector<std::string> options_of(const CLI::App& command) const {
    std::vector<std::string> names;
    for (const CLI::App* of : {&command, &app_}) {
      for (const CLI::Option* option : of->get_options()) {
        if (option->nonpositional() &&
            std::find(names.begin(), names.end(), option->get_name()) == names.end()) {
          names.push_back(option->get_name());
        }
      }
    }
    return names;
  }

  CLI::App app_;
  CLI::App* key_ = nullptr;
  CommandLine result_;
  std::string level_ = "info";
};

}  // namespace

std::expected<CommandLine, CommandLineEnd> parse_command_line(int argc, const char* const* argv) {
  return Parser().parse(argc, argv);
}

}  // namespace dcrvoter::app
