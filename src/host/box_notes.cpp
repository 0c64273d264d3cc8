#include "host/box_notes.hpp"

#include "status/judgement.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace dcrvoter::host {
namespace {

namespace json = boost::json;
using status::BoxView;

BoxView unreadable(const char* why) {
  BoxView view;
  view.problems.push_back(
      {std::string("the programs of this box left no notes that can be read: ") + why,
       "restart the box; if that does not help, flash the card anew with a back-up of the key"});
  return view;
}

std::string words_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : std::string(std::string_view(*text).substr(0, kMostBoxWords));
}

BoxView::Update update_of(std::string_view name) {
  using Update = BoxView::Update;
  for (const Update update :
       {Update::writing, Update::trial, Update::done, Update::failed, Update::refused}) {
    if (name == status::to_string(update)) {
      return update;
    }
  }
  return Update::none;
}

}  // namespace

BoxView parse_box_notes(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* notes = error ? nullptr : value.if_object();
  if (notes == nullptr) {
    return unreadable("they are no JSON");
  }
  BoxView view;
  view.release = words_at(*notes, "release");
  view.build = words_at(*notes, "build");
  view.slot = words_at(*notes, "slot");
  if (const json::value* problems = notes->if_contains("problems");
      problems != nullptr && problems->is_array()) {
    for (const json::value& problem : problems->get_array()) {
      const json::object* object = problem.if_object();
      if (object == nullptr || view.problems.size() == kMostBoxProblems) {
        continue;
      }
      BoxView::Problem read{words_at(*object, "words"), words_at(*object, "remedy")};
      if (!read.words.empty()) {
        read.remedy = read.remedy.empty() ? "see dcrvoter-status.txt on the card" : read.remedy;
        view.problems.push_back(std::move(read));
      }
    }
  }
  if (const json::value* update = notes->if_contains("update"); update != nullptr && update->is_object()) {
    const json::object& object = update->get_object();
    view.update = update_of(words_at(object, "state"));
    view.update_release = words_at(object, "release");
    view.update_words = words_at(object, "words");
    if (view.update != BoxView::Update::none && view.update_words.empty()) {
      view.update_words = "an update, of which nothing more is known";
    }
  }
  return view;
}

BoxView read_box_notes(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) {
    return unreadable("there is no such file");
  }
  std::string text;
  std::array<char, 4096> part{};
  ssize_t size = 0;
  while (text.size() <= kMostNotes && (size = ::read(descriptor, part.data(), part.size())) > 0) {
    text.append(part.data(), static_cast<std::size_t>(size));
  }
  ::close(descriptor);
  if (size < 0) {
    return unreadable("the file cannot be read");
  }
  return text.size() > kMostNotes ? unreadable("the file is too large") : parse_box_notes(text);
}

}  // namespace dcrvoter::host
