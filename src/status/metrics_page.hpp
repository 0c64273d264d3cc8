/// The two text forms in which Prometheus takes metrics. Inside status/ only.
/// Source: Prometheus "Exposition formats" (text 0.0.4), "OpenMetrics 1.0".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dcrvoter::status {

enum class MetricsForm : std::uint8_t { prometheus, openmetrics };

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

class MetricsPage {
 public:
  enum class Type : std::uint8_t {
    gauge,
    counter,  ///< samples end in "_total"
    info,     ///< samples end in "_info", always 1
  };

  explicit MetricsPage(MetricsForm form) : form_(form) {}

  /// Begins a family; `name` is without prefix and without the ending of its type.
  void family(std::string_view name, Type type, std::string_view help);
  /// A sample of it. What is not known is left out. The same labels come once a family.
  template <class Number>
  void sample(const std::optional<Number>& value, const Labels& labels = {}) {
    if (value) {
      write(labels, text_of(*value));
    }
  }
  void sample(std::uint64_t value, const Labels& labels = {}) { write(labels, text_of(value)); }
  void sample(double value, const Labels& labels = {}) { write(labels, text_of(value)); }

  /// A gauge with one sample; none at all when it is not known.
  template <class Number>
  void gauge(std::string_view name, std::string_view help, const std::optional<Number>& value) {
    if (value) {
      family(name, Type::gauge, help);
      write({}, text_of(*value));
    }
  }
  void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
    gauge(name, help, std::optional(value));
  }

  /// The whole text.
  [[nodiscard]] std::string take();

 private:
  static std::string text_of(std::uint64_t value) { return std::to_string(value); }
  static std::string text_of(bool value) { return value ? "1" : "0"; }
  static std::string text_of(double value);
  void write(const Labels& labels, const std::string& value);

  MetricsForm form_;
  std::string sample_name_;
  std::string text_;
};

}  // namespace dcrvoter::status
