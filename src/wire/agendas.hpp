/// The agendas of all vote versions of each network, for `wire/network.cpp` alone; everyone else
/// reads Network::agendas. Source: `dcrd: chaincfg/mainnetparams.go`, `testnetparams.go`,
/// `simnetparams.go` (Deployments).
#pragma once

#include "wire/network.hpp"

#include <cstdint>
#include <limits>
#include <string_view>

namespace dcrvoter::wire::agendas {

/// The time in which an agenda is voted on, in unix seconds.
struct Period {
  std::uint64_t start, expire;
};

// By vote version on mainnet; those of testnet3 are one higher.
inline constexpr Period kVersion4{1493164800, 1524700800};
inline constexpr Period kVersion4Lightning{1493164800, 1508976000};
inline constexpr Period kVersion5{1505260800, 1536796800};
inline constexpr Period kVersion6{1548633600, 1580169600};
inline constexpr Period kVersion7{1567641600, 1599264000};
inline constexpr Period kVersion8{1596240000, 1627776000};
inline constexpr Period kVersion9{1631750400, 1694822400};
inline constexpr Period kVersion10{1682294400, 1745452800};
inline constexpr Period kVersion11{1762992000, 1826064000};
inline constexpr Period kAlways{0, std::numeric_limits<std::int64_t>::max()};

/// All agendas that were ever made have two bits, the lower for no and the higher for yes.
constexpr Agenda agenda(std::uint32_t version, std::string_view id, unsigned lowest_bit, Period period,
                        std::string_view forced = "") {
  const auto no = static_cast<std::uint16_t>(1U << lowest_bit);
  const auto yes = static_cast<std::uint16_t>(2U << lowest_bit);
  return {.vote_version = version,
          .id = id,
          .mask = static_cast<std::uint16_t>(no | yes),
          .choices = {{{"abstain", 0}, {"no", no}, {"yes", yes}}},
          .forced_choice = forced,
          .start_time = period.start,
          .expire_time = period.expire};
}

inline constexpr Agenda kMainnet[] = {
    agenda(4, "sdiffalgorithm", 1, kVersion4),       agenda(4, "lnsupport", 3, kVersion4Lightning),
    agenda(5, "lnfeatures", 1, kVersion5),           agenda(6, "fixlnseqlocks", 1, kVersion6),
    agenda(7, "headercommitments", 1, kVersion7),    agenda(8, "treasury", 1, kVersion8),
    agenda(9, "reverttreasurypolicy", 1, kVersion9), agenda(9, "explicitverupgrades", 3, kVersion9),
    agenda(9, "autorevocations", 5, kVersion9),      agenda(9, "changesubsidysplit", 7, kVersion9),
    agenda(10, "blake3pow", 1, kVersion10),          agenda(10, "changesubsidysplitr2", 5, kVersion10),
    agenda(11, "maxtreasuryspend", 1, kVersion11),
};

inline constexpr Agenda kTestnet3[] = {
    agenda(5, "sdiffalgorithm", 1, kVersion4, "yes"),
    agenda(6, "lnfeatures", 1, kVersion5, "yes"),
    agenda(7, "fixlnseqlocks", 1, kVersion6),
    agenda(8, "headercommitments", 1, kVersion7),
    agenda(9, "treasury", 1, kVersion8),
    agenda(10, "reverttreasurypolicy", 1, kVersion9),
    agenda(10, "explicitverupgrades", 3, kVersion9),
    agenda(10, "autorevocations", 5, kVersion9),
    agenda(10, "changesubsidysplit", 7, kVersion9),
    agenda(11, "blake3pow", 1, kVersion10),
    agenda(11, "changesubsidysplitr2", 5, kVersion10),
    agenda(12, "maxtreasuryspend", 1, kVersion11),
};

// All forced, hence active from the start: votes there change nothing.
inline constexpr Agenda kSimnet[] = {
    agenda(4, "maxblocksize", 1, kAlways, "yes"),
    agenda(5, "sdiffalgorithm", 1, kAlways, "yes"),
    agenda(6, "lnfeatures", 1, kAlways, "yes"),
    agenda(7, "fixlnseqlocks", 1, kAlways, "yes"),
    agenda(8, "headercommitments", 1, kAlways, "yes"),
    agenda(9, "treasury", 1, kAlways, "yes"),
    agenda(10, "reverttreasurypolicy", 1, kAlways, "yes"),
    agenda(10, "explicitverupgrades", 3, kAlways, "yes"),
    agenda(10, "autorevocations", 5, kAlways, "yes"),
    agenda(10, "changesubsidysplit", 7, kAlways, "yes"),
    agenda(11, "blake3pow", 1, kAlways, "yes"),
    agenda(11, "changesubsidysplitr2", 5, kAlways, "yes"),
    agenda(12, "maxtreasuryspend", 1, kAlways, "yes"),
};

}  // namespace dcrvoter::wire::agendas
