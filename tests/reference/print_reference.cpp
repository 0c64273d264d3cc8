// Prints docs/configuration.md: see tools/reference.
#include "app/configuration_reference.hpp"

#include <iostream>

int main() {
  std::cout << dcrvoter::app::configuration_reference() << std::flush;
  return std::cout.good() ? 0 : 1;
}
