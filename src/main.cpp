#include "app/main.hpp"

int main(int argc, char** argv) {
  return dcrvoter::app::main(argc, argv);
}
