// A line of an import: whatever is taken is written again as it was read, for ever the same.
#include "fuzz.hpp"
#include "status/call_json.hpp"

#include <string>

using namespace dcrvoter;

namespace {
constexpr std::string_view kNetwork = "mainnet";
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto call = status::call_from_json(fuzz::as_text({data, size}), kNetwork);
  if (!call) {
    fuzz::require(!call.error().text.empty() && call.error().text.find_first_of("\r\n") == std::string::npos);
    return 0;
  }
  const std::string line = status::call_to_json(*call, kNetwork);
  fuzz::require(line.find('\n') == std::string::npos);
  const auto again = status::call_from_json(line, kNetwork);
  fuzz::require(again && *again == *call && status::call_to_json(*again, kNetwork) == line);
  return 0;
}
