/// One line about the service, for `systemctl status`.
#pragma once

#include "status/judgement.hpp"

#include <cstdint>
#include <string>

namespace dcrvoter::app {

/// "ready: can vote, height 901234", or the state, its first reason that is as bad, and how many more there
/// are: "not voting: node 192.0.2.7:9109: not connected (and 1 more)". May hold words of a node, as they
/// came.
[[nodiscard]] std::string service_words(const status::Judgement& judgement, std::uint32_t height);

}  // namespace dcrvoter::app
