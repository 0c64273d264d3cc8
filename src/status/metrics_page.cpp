#include "status/metrics_page.hpp"

#include "status/foreign_text.hpp"

#include <array>
#include <charconv>

namespace dcrvoter::status {
namespace {

constexpr std::string_view kPrefix = "dcrvoter_";

std::string_view ending(MetricsPage::Type type) {
  switch (type) {
    case MetricsPage::Type::counter: return "_total";
    case MetricsPage::Type::info: return "_info";
    case MetricsPage::Type::gauge: break;
  }
  return "";
}

std::string_view type_name(MetricsPage::Type type, MetricsForm form) {
  switch (type) {
    case MetricsPage::Type::counter: return "counter";
    case MetricsPage::Type::info: return form == MetricsForm::openmetrics ? "info" : "gauge";
    case MetricsPage::Type::gauge: break;
  }
  return "gauge";
}

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : valid_utf8(value)) {
    if (c == '\\' || c == '"') {
      text += '\\';
    }
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

void MetricsPage::family(std::string_view name, Type type, std::string_view help) {
  const std::string family_name = std::string(kPrefix) + std::string(name);
  sample_name_ = family_name + std::string(ending(type));
  // OpenMetrics names the family, the older form the samples.
  const std::string& named = form_ == MetricsForm::openmetrics ? family_name : sample_name_;
  text_ += "# HELP " + named + " " + std::string(help) + "\n# TYPE " + named + " " +
           std::string(type_name(type, form_)) + "\n";
}

void MetricsPage::write(const Labels& labels, const std::string& value) {
  text_ += sample_name_;
  char before = '{';
  for (const auto& [name, label] : labels) {
    text_ += before + std::string(name) + "=\"" + escaped(label) + "\"";
    before = ',';
  }
  text_ += (labels.empty() ? " " : "} ") + value + "\n";
}

std::string MetricsPage::text_of(double value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? std::string(digits.data(), end) : "NaN";
}

std::string MetricsPage::take() {
  if (form_ == MetricsForm::openmetrics) {
    text_ += "# EOF\n";
  }
  return std::move(text_);
}

}  // namespace dcrvoter::status
