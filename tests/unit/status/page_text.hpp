/// What a page says, without its markup.
#pragma once

#include <string>
#include <string_view>

namespace dcrvoter::testing {

/// The part of a page from `begin` up to `end`, "" when one of them is not there.
inline std::string between(const std::string& page, std::string_view begin, std::string_view end) {
  const auto from = page.find(begin);
  const auto to = page.find(end, from == std::string::npos ? 0 : from);
  return from == std::string::npos || to == std::string::npos ? "" : page.substr(from, to - from);
}

/// A section's markup by its id.
inline std::string section(const std::string& page, const std::string& id) {
  return between(page, "<section id=" + id + " ", "</section>") +
         between(page, "<section id=" + id + ">", "</section>");
}

/// Elements that stand beside each other become lines, their pieces words.
inline std::string words_of(std::string_view html) {
  std::string text;
  const auto add = [&text](char c) {
    const bool space = c == ' ' || c == '\n';
    if (!space || (!text.empty() && text.back() != ' ' && text.back() != '\n')) {
      text += c;
    }
  };
  while (!html.empty()) {
    if (html.front() != '<') {
      add(html.front());
      html.remove_prefix(1);
      continue;
    }
    const std::string_view tag = html.substr(0, html.find('>') + 1);
    const bool line = tag.starts_with("</section") || tag.starts_with("</h2") || tag.starts_with("</tr") ||
                      tag.starts_with("</li") || tag.starts_with("</p") || tag.starts_with("</pre") ||
                      (tag.starts_with("</div") && !text.empty() && text.back() != '\n') ||
                      tag.starts_with("</h1");
    if (line) {
      while (!text.empty() && text.back() == ' ') {
        text.pop_back();
      }
      text += text.empty() || text.back() == '\n' ? "" : "\n";
    } else if (tag.starts_with("</dt") || tag.starts_with("<small") || tag.starts_with("</td") ||
               tag.starts_with("</th") || tag.starts_with("<span class=why") || tag.starts_with("</text")) {
      add(' ');
    }
    html.remove_prefix(tag.size());
  }
  return text;
}

}  // namespace dcrvoter::testing
