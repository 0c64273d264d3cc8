/// The PGP word list: a byte at an even place is one of the first list's words, at an odd place one
/// of the second's, so that a word that was left out or doubled is found.
#pragma once

#include <array>
#include <string_view>

namespace dcrvoter::keys {

using WordList = std::array<std::string_view, 256>;

extern const WordList kEvenWords;  ///< of two syllables
extern const WordList kOddWords;   ///< of three

}  // namespace dcrvoter::keys
