/// What the side port told simnode to do wrong. All of it is about what clients get to see; the
/// chain stays sound.
#pragma once

#include <cstdint>
#include <list>
#include <string>

namespace dcrvoter::simnode {

/// Something done instead of sending one message. `on` names the request that would be answered,
/// or the notification; empty: whichever message is next.
struct Breakage {
  enum class Kind : std::uint8_t {
    cut,            ///< half of the frame, then the connection closes
    garbage_json,   ///< a text frame that is no JSON
    garbage_frame,  ///< bytes that are no WebSocket frame
    garbage_tls,    ///< bytes that are no TLS record
    huge,           ///< a text frame of `bytes` bytes of JSON (20 MiB when not told)
    wrong_type,     ///< JSON, but with a result or parameters of another type
    mute,           ///< nothing at all: this one is never answered
    close,          ///< the connection closes instead
    internal,       ///< the reply is error -32603
  };
  Kind kind = Kind::cut;
  std::string on;
  unsigned count = 1;  ///< how many messages it is done to
  std::size_t bytes = std::size_t{20} << 20U;
};

/// sendrawtransaction of a vote is answered with this instead of being looked at. In the text
/// `<t>` stands for the vote's txid, `<k>` for the ticket, `<b>` for the block, `<h>` for its height.
struct Refusal {
  int code = -1;
  std::string message;
  unsigned count = 1;
};

struct Faults {
  bool stall = false;            ///< messages are held back until this ends; pings are answered
  bool silent = false;           ///< connections, also new ones, are open, but nothing is read or written
  bool behind = false;           ///< the index of addresses is behind the chain, and refuses
  std::uint32_t delay_ms = 0;    ///< of every reply
  std::int64_t most_rescan = 0;  ///< a rescan of more blocks is answered with 20 MiB; 0: none is
  bool reorder = false;          ///< replies are collected for 20 ms and sent last first
  bool syncing = false;          ///< getblockchaininfo says so, and winners are not announced
  bool newer_votes = false;      ///< getvoteinfo knows one vote version more
  bool open_agendas = false;     ///< getvoteinfo says that all are being voted on, and invents some more
  bool wrong_network = false;    ///< getcurrentnet and getblockchaininfo name another network
  std::int64_t tip_lie = 0;      ///< added to the height that is told for the tip
  std::list<Breakage> breakages;
  std::list<Refusal> refusals;
};

}  // namespace dcrvoter::simnode
