/// The program.
#pragma once

namespace dcrvoter::app {

/// Does what the command line asks and gives the exit code (exit_code.hpp). Never throws.
int main(int argc, char** argv);

}  // namespace dcrvoter::app
