#include "app/show_command.hpp"

#include "app/command_store.hpp"
#include "app/control_path.hpp"
#include "app/exit_code.hpp"
#include "app/snapshot.hpp"
#include "app/votes_command.hpp"
#include "app/watch_status.hpp"
#include "status/control_client.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

using status::Form;
using status::View;

constexpr std::size_t kMostCalls = 1000;  // latest ones; an export has all

vote::UnixMillis now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

/// The sentence of a refusal; the service's own words.
std::string sentence_of(const status::HttpAnswer& refusal) {
  boost::json::error_code ec;
  const auto value = boost::json::parse(refusal.body, ec);
  const auto* object = value.if_object();
  const auto* sentence = object == nullptr ? nullptr : object->if_contains("error");
  return sentence != nullptr && sentence->is_string() ? std::string(sentence->get_string())
                                                      : "HTTP status " + std::to_string(refusal.status);
}

status::Snapshot configured(const Configuration& configuration) {
  const wire::Network& network = wire::network(configuration.network);
  status::Snapshot snapshot;
  snapshot.observed_at = now();
  snapshot.network = configuration.network;
  snapshot.vote_version = network.vote_version;
  snapshot.agendas = agenda_views(network, configuration.choices);
  snapshot.choices = choice_views(network, configuration.choices);
  return snapshot;
}

/// The highest block that any record tells of: the tip was there at least.
std::uint32_t height_of(const status::Snapshot& snapshot) {
  std::uint32_t height = 0;
  for (const vote::TicketRecord& ticket : snapshot.tickets) {
    height = std::max({height, ticket.height, ticket.seen, ticket.spent_height});
  }
  for (const vote::CallRecord& call : snapshot.calls) {
    height = std::max(height, call.height);
  }
  return height;
}

core::Result<status::Snapshot> stored(const Configuration& configuration) {
  auto store = open_store(configuration, store::Mode::read_only);
  if (!store) {
    return std::unexpected(store.error());
  }
  auto tickets = (*store)->tickets();
  auto calls = (*store)->latest_calls(kMostCalls);
  if (!tickets || !calls) {
    return std::unexpected(tickets ? calls.error() : tickets.error());
  }
  status::Snapshot snapshot = configured(configuration);
  snapshot.tickets = std::move(*tickets);
  snapshot.calls = std::move(*calls);
  snapshot.height = height_of(snapshot);
  return snapshot;
}

bool is_about_choices(const Problem& problem) {
  return problem.key.starts_with("choices");
}

int print_problems(const LoadedConfiguration& loaded, std::ostream& err, bool choices_only) {
  for (const Problem& problem : loaded.problems) {
    if (!choices_only || is_about_choices(problem)) {
      err << "dcrvoter: " << to_string(loaded.configuration.file, problem) << '\n';
    }
  }
  return kExitConfiguration;
}

int show_configured_choices(const ShowOptions& options, std::ostream& out, std::ostream& err) {
  const auto wrong = [](const Problem& problem) {
    return problem.level == Problem::Level::error && is_about_choices(problem);
  };
  if (std::ranges::any_of(options.loaded.problems, wrong)) {
    return print_problems(options.loaded, err, true);
  }
  err << "dcrvoter: these are the choices of " << options.loaded.configuration.file.string() << "\n";
  out << status::answer(options.route, configured(options.loaded.configuration)).body;
  return kExitOk;
}

int show_without_service(const ShowOptions& options, std::ostream& out, std::ostream& err) {
  switch (options.route.view) {
    case View::choices: return show_configured_choices(options, out, err);
    case View::tickets:
    case View::votes: break;
    default: return kExitUnavailable;
  }
  const auto snapshot = stored(options.loaded.configuration);
  if (!snapshot) {
    err << "dcrvoter: " << snapshot.error().text << "\n";
    return kExitUnavailable;
  }
  err << "dcrvoter: this is what the store held last, up to block " << snapshot->height << "\n";
  out << status::answer(options.route, *snapshot).body;
  return kExitOk;
}

status::Route route_of(const CommandLine& line) {
  const Form plain = line.json ? Form::json : Form::text;
  switch (line.command) {
    case Command::tickets: return {View::tickets, plain};
    case Command::votes: return {View::votes, line.csv ? Form::csv : plain};
    case Command::choices: return {View::choices, plain};
    default: return {View::status, plain};
  }
}

}  // namespace

int show(const ShowOptions& options, std::ostream& out, std::ostream& err) {
  const auto answer = status::control_get(options.socket, status::target_of(options.route));
  if (!answer) {
    err << "dcrvoter: " << answer.error().text << "\n";
    return status::is_not_running(answer.error()) ? show_without_service(options, out, err)
                                                  : kExitUnavailable;
  }
  constexpr unsigned kOk = 200;
  if (answer->status != kOk) {
    err << "dcrvoter: the service answers: " << sentence_of(*answer) << "\n";
    return kExitUnavailable;
  }
  const bool is_plain_status = options.route.view == View::status && options.route.form == Form::text;
  out << (options.colours && is_plain_status ? coloured(answer->body) : answer->body);
  return kExitOk;
}

int show_command(const CommandLine& line) {
  const LoadedConfiguration loaded = load_configuration(line.config, process_environment());
  if (!loaded.usable_for_keys()) {
    return print_problems(loaded, std::cerr, false);
  }
  const Configuration& configuration = loaded.configuration;
  const std::filesystem::path socket = control_socket_path(configuration.state);
  if (line.export_calls) {
    return export_calls(configuration, std::cout, std::cerr);
  }
  if (!line.import_from.empty()) {
    return import_calls(configuration, socket, line.import_from, std::cin, std::cerr);
  }
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const bool colours = may_colour(terminal, std::getenv("NO_COLOR"));
  if (line.watch) {
    return watch_status(socket, {terminal, colours}, std::cout);
  }
  return show({route_of(line), socket, loaded, colours}, std::cout, std::cerr);
}

}  // namespace dcrvoter::app
