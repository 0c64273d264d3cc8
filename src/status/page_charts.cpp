// Charts, drawn here: widths in percent, heights in pixels, so that no letter is stretched on any screen.
#include "status/page_parts.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace dcrvoter::status {
namespace {

constexpr std::int64_t kDayMillis = std::int64_t{24} * 60 * 60 * 1000;

std::string percent(double value) {
  std::array<char, 24> text{};
  (void)std::snprintf(text.data(), text.size(), "%.2f%%", value);
  return text.data();
}

std::uint64_t height_of(std::uint64_t count, std::uint64_t most, std::uint64_t pixels) {
  return count == 0 ? 0 : std::max<std::uint64_t>(3, count * pixels / std::max<std::uint64_t>(1, most));
}

/// A bar of that day: a day is a unit wide.
void add_bar(std::string& path, std::int32_t day, std::uint64_t bottom, std::uint64_t height) {
  if (height != 0) {
    const std::string up = std::to_string(height);
    path += "M" + std::to_string(day) + ".15 " + std::to_string(bottom) + "v-" + up + "h.7v" + up;
  }
}

void add_bar(Html& html, std::string_view kind, const std::string& x, const std::string& width,
             std::uint64_t bottom, std::uint64_t height) {
  if (height != 0) {
    html << "<rect class=" << kind << " x=\"" << x << "\" width=\"" << width << "\" y=\"" << (bottom - height)
         << "\" height=\"" << height << "\" rx=\"1.5\"/>";
  }
}

}  // namespace

void add_days(Html& html, const PageView& view) {
  constexpr std::uint64_t kTop = 14;
  constexpr std::uint64_t kBottom = 84;
  constexpr std::size_t kMostMarks = 45;
  const auto& days = view.snapshot.history.days;
  if (!view.is_full() || days.empty()) {
    return;
  }
  std::uint64_t most = 3;  // a day with one vote is no record
  std::uint64_t mined = 0;
  std::uint64_t missed = 0;
  for (const DayView& day : days) {
    most = std::max<std::uint64_t>(most, std::uint64_t{day.mined} + day.missed);
    mined += day.mined;
    missed += day.missed;
  }
  const auto today = static_cast<std::int32_t>(view.snapshot.observed_at / kDayMillis);
  const std::int32_t first = today - HistoryView::kDays + 1;
  html << "<section id=days class=full><h2>Votes a day</h2><svg class=chart height=\"" << (kBottom + 1)
       << "\" role=img aria-label=\"In 90 days " << grouped(mined) << " mined, " << grouped(missed)
       << " missed\"><line class=l x1=\"0\" x2=\"100%\" y1=\"" << kBottom << ".5\" y2=\"" << kBottom
       << ".5\"/>";
  std::string good;  // paths of bars, a unit wide for each day
  std::string bad;
  std::string marks;
  std::size_t marked = 0;
  for (auto latest = days.rbegin(); latest != days.rend(); ++latest) {  // which get the marks
    const DayView& day = *latest;
    const std::int32_t at = day.day - first;
    if (at < 0 || day.day > today) {
      continue;
    }
    const std::uint64_t up = height_of(day.mined, most, kBottom - kTop);
    add_bar(good, at, kBottom, up);
    if (day.missed != 0) {
      const std::uint64_t bottom = kBottom - up - (up != 0 ? 1 : 0);
      const std::uint64_t down = std::min(height_of(day.missed, most, kBottom - kTop), bottom - kTop + 4);
      add_bar(bad, at, bottom, down);
      if (++marked <= kMostMarks) {
        marks += "<text class=mt x=\"" + percent((at + 0.5) * 100 / HistoryView::kDays) + "\" y=\"" +
                 std::to_string(bottom - down - 2) + "\" text-anchor=middle>×</text>";
      }
    }
  }
  html << "<svg width=\"100%\" height=\"" << kBottom << "\" viewBox=\"0 0 "
       << std::uint64_t{HistoryView::kDays} << " " << kBottom
       << "\" preserveAspectRatio=none><path class=v d=\"" << good << "\"/><path class=m d=\"" << bad
       << "\"/></svg>" << marks;
  html << "</svg><div class=ends><span>";
  add_time(html, std::int64_t{first} * kDayMillis + kDayMillis / 2, Precision::day);
  html << "</span><span>" << grouped(mined) << " mined";
  if (missed != 0) {
    html << ", <span class=bad>× " << grouped(missed) << " missed</span>";
  }
  html << "</span><span>today</span></div></section>";
}

void add_latency(Html& html, const PageView& view) {
  constexpr std::uint64_t kTop = 16;
  constexpr std::uint64_t kBottom = 84;
  static constexpr std::string_view kLabels[] = {"1",   "2",   "5",   "10",  "20",  "50",
                                                 "100", "200", "500", "1 s", "2.5", "more"};
  static_assert(std::size(kLabels) == LatencyView::kBuckets);
  const LatencyView& latency = view.snapshot.history.latency;
  if (latency.count == 0) {
    return;
  }
  html << "<section id=latency><h2>From call to sent</h2><svg class=chart height=\"" << (kBottom + 18)
       << "\" role=img aria-label=\"" << static_cast<std::uint64_t>(latency.count) << " votes: half within "
       << latency_text(latency.median) << ", 95 of 100 within " << latency_text(latency.p95)
       << "\"><line class=l x1=\"0\" x2=\"100%\" y1=\"" << kBottom << ".5\" y2=\"" << kBottom << ".5\"/>";
  const std::uint64_t most = *std::ranges::max_element(latency.votes);
  constexpr double kWidth = 100.0 / LatencyView::kBuckets;
  for (std::size_t i = 0; i < LatencyView::kBuckets; ++i) {
    const double left = static_cast<double>(i) * kWidth;
    const std::uint64_t height = height_of(latency.votes[i], most, kBottom - kTop);
    add_bar(html, i + 1 == LatencyView::kBuckets ? "m" : "v", percent(left + kWidth * 0.1),
            percent(kWidth * 0.8), kBottom, height);
    const std::string middle = percent(left + kWidth / 2);
    if (height != 0) {
      html << "<text x=\"" << middle << "\" y=\"" << (kBottom - height - 4) << "\" text-anchor=middle>"
           << static_cast<std::uint64_t>(latency.votes[i]) << "</text>";
    }
    html << "<text x=\"" << middle << "\" y=\"" << (kBottom + 15) << "\" text-anchor=middle>" << kLabels[i]
         << "</text>";
  }
  const std::string limit = percent(kWidth * (LatencyView::kBuckets - 1));
  html << "<line class=p x1=\"" << limit << "\" x2=\"" << limit << "\" y1=\"0\" y2=\"" << kBottom
       << "\"/></svg><small>Milliseconds, up to. Half of " << static_cast<std::uint64_t>(latency.count)
       << " votes within " << latency_text(latency.median) << ", 95 of 100 within "
       << latency_text(latency.p95) << "; miners wait 2.5 s (the dashed line).</small></section>";
}

}  // namespace dcrvoter::status
