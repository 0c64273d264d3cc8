// A line of an import: whatever is taken is written again as it was read, for ever the same.
#include "fuzz.hpp"
#include "status/call_json.hpp"

#include <string>

using namespace dcrvoter;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto call = status::call_from_json(fuzz::as_text({data, size}));
  if (!call) {
    fuzz::require(!call.error().text.empty() && call.error().text.find_first_of("\r\n") == std::string::npos);
    return 0;
  }
  const std::string line = status::call_to_json(*call);
  fuzz::require(line.find('\n') == std::string::npos);
  const auto again = status::call_from_json(line);
  fuzz::require(again && *again == *call && status::call_to_json(*again) == line);
  return 0;
}
