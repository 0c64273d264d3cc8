#include "voter/treasury_book.hpp"

#include <doctest/doctest.h>

using dcrvoter::vote::TreasurySpend;
using dcrvoter::voter::TreasuryBook;

namespace {

TreasurySpend spend(std::uint8_t number, std::uint32_t expiry) {
  TreasurySpend made;
  made.txid.bytes[0] = number;
  made.expiry = expiry;
  return made;
}

}  // namespace

TEST_CASE("voter/treasury_book: knows each once, until its time is over") {
  TreasuryBook book(dcrvoter::wire::network(dcrvoter::wire::NetworkId::simnet));
  CHECK(book.add(spend(1, 100)) != nullptr);
  CHECK(book.add(spend(1, 100)) == nullptr);
  CHECK(book.add(spend(2, 200)) != nullptr);
  book.forget(100);
  CHECK(book.spends().size() == 2);
  book.forget(101);
  CHECK_FALSE(book.knows(spend(1, 100).txid));
  CHECK(book.knows(spend(2, 200).txid));
}

TEST_CASE("voter/treasury_book: spends of the past do not crowd out that of today") {
  TreasuryBook book(dcrvoter::wire::network(dcrvoter::wire::NetworkId::simnet));
  CHECK(book.add(spend(0, 1000)) != nullptr);
  for (std::uint8_t i = 1; i < 200; ++i) {
    book.add(spend(i, i));
  }
  CHECK(book.spends().size() == TreasuryBook::kMost);
  CHECK(book.knows(spend(0, 1000).txid));
  CHECK(book.add(spend(201, 1)) == nullptr);
  CHECK(book.add(spend(202, 1001))->expiry == 1001);
}
