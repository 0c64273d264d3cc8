#include "app/votes_command.hpp"

#include "app/command_store.hpp"
#include "app/exit_code.hpp"
#include "status/call_json.hpp"
#include "status/control_client.hpp"

#include <fstream>
#include <istream>
#include <map>
#include <ostream>
#include <tuple>
#include <utility>
#include <vector>

namespace dcrvoter::app {
namespace {

using core::Errc;

int fail(std::ostream& err, int code, const std::string& text) {
  err << "dcrvoter: " << text << "\n";
  return code;
}

/// The next line without its end; false: there is none. Reads one byte more than a line may have.
bool read_line(std::istream& input, std::string& line) {
  line.clear();
  for (int c = input.get(); c != std::istream::traits_type::eof(); c = input.get()) {
    if (c == '\n') {
      return true;
    }
    line += static_cast<char>(c);
    if (line.size() > status::kMostLine) {
      return true;
    }
  }
  return !line.empty();
}

core::Result<vote::Changes> read_calls(std::istream& input, std::string_view network) {
  vote::Changes changes;
  std::string line;
  for (std::size_t number = 1; read_line(input, line); ++number) {
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    if (line.empty()) {
      continue;
    }
    auto call = status::call_from_json(line, network);
    if (!call) {
      return core::fail(call.error().kind, "line " + std::to_string(number) + ": " + call.error().text);
    }
    changes.calls.push_back(std::move(*call));
  }
  if (input.bad()) {
    return core::fail(Errc::io, "it cannot be read to its end");
  }
  return changes;
}

/// What was exported before it was decided does not undo what is known here by now.
core::Result<void> keep_what_is_decided(store::Store& store, std::vector<vote::CallRecord>& imported) {
  using Key = std::tuple<std::uint32_t, core::Hash, core::Hash>;
  std::map<Key, vote::CallRecord*> undecided;
  const auto is_decided = [](const vote::CallRecord& call) {
    return call.outcome == vote::Outcome::mined || call.outcome == vote::Outcome::missed;
  };
  for (auto& call : imported) {
    if (!is_decided(call)) {
      undecided[{call.height, call.block, call.ticket}] = &call;
    }
  }
  return store.each_call([&](const vote::CallRecord& here) {
    const auto at = undecided.find({here.height, here.block, here.ticket});
    if (at != undecided.end() && is_decided(here)) {
      *at->second = vote::merged(*at->second, here);
    }
    return true;
  });
}

/// Nothing when none runs; else why nothing may be written now.
std::string why_not_now(const std::filesystem::path& socket) {
  const auto answer = status::control_get(socket, "/api/v1/status");
  if (answer) {
    return "the service is running; stop it, import, and start it again";
  }
  return status::is_not_running(answer.error()) ? "" : answer.error().text;
}

}  // namespace

int export_calls(const Configuration& configuration, std::ostream& out, std::ostream& err) {
  auto store = open_store(configuration, store::Mode::read_only);
  if (!store) {
    return fail(err, kExitUnavailable, store.error().text);
  }
  const auto network = wire::network(configuration.network).name;
  const auto read = (*store)->each_call([&out, network](const vote::CallRecord& call) {
    out << status::call_to_json(call, network) << '\n';
    return out.good();
  });
  if (!read) {
    return fail(err, kExitUnavailable, "not all was exported: " + read.error().text);
  }
  if ((*store)->damaged() != 0) {
    err << "Warning: " << (*store)->damaged() << " damaged records of the store were left out.\n";
  }
  return kExitOk;
}

int import_calls(const Configuration& configuration, const std::filesystem::path& socket,
                 const std::string& source, std::istream& input, std::ostream& err) {
  if (const std::string why = why_not_now(socket); !why.empty()) {
    return fail(err, kExitUnavailable, "nothing was imported: " + why);
  }
  const bool standard = source == "-";
  std::ifstream file;
  if (!standard) {
    file.open(source, std::ios::binary);
    if (!file) {
      return fail(err, kExitUnavailable, "nothing was imported: " + source + " cannot be opened");
    }
  }
  auto changes = read_calls(standard ? input : file, wire::network(configuration.network).name);
  if (!changes) {
    const int code = changes.error().kind == Errc::io ? kExitUnavailable : kExitData;
    return fail(
        err, code,
        "nothing was imported: " + (standard ? "standard input" : source) + ", " + changes.error().text);
  }
  auto store = open_store(configuration, store::Mode::read_write);
  if (!store) {
    return fail(err, kExitCannotCreate, "nothing was imported: " + store.error().text);
  }
  if (const auto kept = keep_what_is_decided(**store, changes->calls); !kept) {
    return fail(err, kExitCannotCreate, "nothing was imported: " + kept.error().text);
  }
  if (const auto done = (*store)->commit(*changes); !done) {
    return fail(err, kExitCannotCreate, "nothing was imported: " + done.error().text);
  }
  if (const auto given = give_store_to_owner(configuration); !given) {
    return fail(err, kExitCannotCreate, "imported, but " + given.error().text);
  }
  err << "Imported: " << changes->calls.size() << (changes->calls.size() == 1 ? " call.\n" : " calls.\n");
  return kExitOk;
}

}  // namespace dcrvoter::app
