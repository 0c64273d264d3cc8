#include "app/configuration_schema.hpp"

#include "voter/look_ahead.hpp"

#include <algorithm>

namespace dcrvoter::app {
namespace {

using Kind = KeySchema::Kind;

constexpr std::string_view kNetworks[] = {"mainnet", "testnet3", "simnet"};
constexpr std::string_view kBackups[] = {"wanted", "waived"};
constexpr std::string_view kShows[] = {"full", "health"};
constexpr std::string_view kStyles[] = {"json", "discord", "slack", "ntfy"};

constexpr std::string_view kPem = "a file's name, or the text that begins with -----BEGIN in the place of it";

constexpr KeySchema kTop[] = {
    {.name = "network",
     .kind = Kind::word,
     .words = kNetworks,
     .example = "\"mainnet\"",
     .meaning = "The Decred network. A node on another one is refused."},
    {.name = "state",
     .kind = Kind::file,
     .allowed = "a folder's name",
     .standard = "`$STATE_DIRECTORY`, which systemd sets to `/var/lib/dcrvoter`; without it the same folder",
     .example = "\"/var/lib/dcrvoter\"",
     .meaning = "Where the voting key (`keys/`) and the history (`store/`) are kept."},
    {.name = "node",
     .kind = Kind::sections,
     .least = 1,
     .most = 8,
     .standard = "an error; `node = []` is a warning, and nothing is voted",
     .meaning = "The dcrd nodes, a section each, see below."},
    {.name = "choices",
     .kind = Kind::table,
     .allowed = "[choices]",
     .standard = "agendas and treasury spends are abstained",
     .meaning = "What to vote, see below."},
    {.name = "keys",
     .kind = Kind::table,
     .allowed = "[keys]",
     .standard = "the defaults of its keys",
     .meaning = "About the voting key, see below."},
    {.name = "page",
     .kind = Kind::table,
     .allowed = "[page]",
     .standard = "the defaults of its keys",
     .meaning = "The status page, see below."},
    {.name = "alert",
     .kind = Kind::table,
     .allowed = "[alert]",
     .standard = "no alarms",
     .meaning = "Whom to tell when something is wrong, see below."},
};

constexpr KeySchema kNode[] = {
    {.name = "address",
     .allowed = "host or host:port, an IPv6 address in brackets",
     .standard = "an error; without a port it is dcrd's: 9109 on mainnet, 19109 on testnet3, 19556 on simnet",
     .example = "\"192.168.1.20\"",
     .meaning = "Where dcrd listens (`rpclisten`). Each node is named once."},
    {.name = "user",
     .allowed = "at most 512 bytes, no colon, one line",
     .standard = "an error, unless `client_certificate` and `client_key` log in",
     .example = "\"voter\"",
     .meaning =
         "The node's `rpcuser`. Its limited user (`rpclimituser`) may not ask for winning tickets, and so "
         "cannot vote."},
    {.name = "password",
     .allowed = "one line, at most 512 bytes",
     .standard = "one of `password`, `password_file` and `password_credential` is needed beside `user`",
     .example = "\"change me\"",
     .meaning = "The node's `rpcpass`. Only a node with the right certificate gets it."},
    {.name = "password_file",
     .kind = Kind::file,
     .allowed = "a file's name",
     .standard = "see `password`",
     .example = "\"node.password\"",
     .meaning = "A file that holds the password and nothing else. It is read again at every try to connect."},
    {.name = "password_credential",
     .allowed = "a name in the unit's LoadCredential=, no path",
     .standard = "see `password`",
     .example = "\"node-password\"",
     .meaning = "The password as a credential of systemd, see [systemd.md](systemd.md)."},
    {.name = "certificate",
     .kind = Kind::file,
     .allowed = kPem,
     .standard = "one of `certificate` and `pin` is needed",
     .example = "\"rpc.cert\"",
     .meaning =
         "A copy of the node's `rpc.cert`, or of the CA that signed it. A node with exactly this certificate "
         "is trusted whatever names and dates it bears; one that a CA signed needs the right name."},
    {.name = "pin",
     .allowed = "sha256: and 64 hex digits, with or without colons between pairs",
     .standard = "see `certificate`",
     .example = "\"sha256:478d87d8204aa3dbd83e6ffb60c3eff0673f26f65eb3eb0a77d220ba1fdd5259\"",
     .meaning = "The certificate's fingerprint instead of the certificate: "
                "`openssl x509 -in rpc.cert -noout -fingerprint -sha256` prints it."},
    {.name = "client_certificate",
     .kind = Kind::file,
     .allowed = kPem,
     .standard = "`user` and a password log in",
     .example = "\"client.cert\"",
     .meaning = "For a dcrd with `authtype=clientcert`: instead of user and password."},
    {.name = "client_key",
     .kind = Kind::file,
     .allowed = kPem,
     .standard = "needed beside `client_certificate`",
     .example = "\"client.key\"",
     .meaning = "The private key of `client_certificate`: EC or RSA, not encrypted."},
};

constexpr KeySchema kAgendas = {
    .name = "agendas",
    .kind = Kind::table,
    .allowed = "agendas = { maxtreasuryspend = \"yes\" }",
    .standard = "abstain",
    .example = "{ maxtreasuryspend = \"yes\" }",
    .meaning =
        "An agenda's name, and `yes`, `no` or `abstain`. A name that this version does not know, or that was "
        "voted on earlier, is a warning and counts for nothing."};
constexpr KeySchema kTreasury = {
    .name = "treasury",
    .kind = Kind::table,
    .allowed = "treasury = { \"<treasury key>\" = \"yes\" }",
    .standard = "abstain",
    .example = "{ \"03f6e7041f1cf51ee10e0a01cd2b0385ce3cd9debaabb2296f7e9dee9329da946c\" = \"yes\" }",
    .meaning =
        "A treasury (Pi) key, for all its spends, or the transaction id of one spend, which then goes before "
        "its key; and `yes`, `no` or `abstain`."};

constexpr KeySchema of_ticket(KeySchema key) {
  key.standard = "as `[choices]` says";
  return key;
}
constexpr KeySchema kTicket[] = {of_ticket(kAgendas), of_ticket(kTreasury)};

constexpr KeySchema kChoices[] = {
    kAgendas,
    kTreasury,
    {.name = "ticket",
     .kind = Kind::table,
     .allowed = "[choices.ticket.\"<ticket txid>\"]",
     .standard = "all tickets vote alike",
     .meaning = "Other choices for single tickets, see below."},
};

constexpr KeySchema kKeys[] = {
    {.name = "backup",
     .kind = Kind::word,
     .words = kBackups,
     .example = "\"wanted\"",
     .meaning = "`waived` ends the reminder that a key which was made here has never been exported."},
    {.name = "credential",
     .allowed = "a name in the unit's LoadCredential=, no path",
     .standard = "the keys in the state folder alone",
     .example = "\"voting-key\"",
     .meaning =
         "A voting key as a credential of systemd, besides those in the state folder, in any form that "
         "`dcrvoter key import` takes. See [systemd.md](systemd.md)."},
    {.name = "first_index",
     .kind = Kind::integer,
     .most = voter::LookAhead::kGreatestFirst,
     .standard = "what the store knows",
     .example = "5000",
     .meaning =
         "Only for a node with `noexistsaddrindex=1`, which cannot tell which addresses were used: at least "
         "the thousand addresses from this index on are watched. All below are derived too."},
};

constexpr KeySchema kPage[] = {
    {.name = "listen",
     .kind = Kind::list,
     .allowed = "an IP address of this machine, or 0.0.0.0 or [::] for all",
     .standard = "[\"0.0.0.0:80\", \"[::]:80\"]",
     .example = "[\"192.168.1.5:8080\"]",
     .meaning = "Where the page is; without a port it is 80. `[]` turns the page off. Where systemd hands "
                "over sockets "
                "(`dcrvoter.socket`), their addresses count instead; see [systemd.md](systemd.md)."},
    {.name = "names",
     .kind = Kind::list,
     .allowed = "host names such as \"dcrvoter.local\", without port",
     .standard = "[]",
     .example = "[\"dcrvoter.local\"]",
     .meaning = "Names to which the page answers besides the machine's addresses, its own name and that with "
                "`.local`. "
                "Requests for any other name are refused (421)."},
    {.name = "allow",
     .kind = Kind::list,
     .allowed = "networks such as \"192.168.1.0/24\" or \"fd00::/8\"",
     .standard = "[]",
     .example = "[\"192.168.1.0/24\"]",
     .meaning =
         "Who may look, by address; others are refused (403). An empty list is everybody who can reach it."},
    {.name = "show",
     .kind = Kind::word,
     .words = kShows,
     .example = "\"health\"",
     .meaning = "`health` leaves out tickets, amounts and the key, for whoever asks over the network."},
};

constexpr std::string_view kUrl = "https://… or http://…";
constexpr KeySchema kAlert[] = {
    {.name = "heartbeat_url",
     .allowed = kUrl,
     .standard = "no heartbeat",
     .example = "\"https://example.org/ping/1\"",
     .meaning = "Asked once a minute while it can vote, and with `/fail` behind its path when it cannot."},
    {.name = "webhook_url",
     .allowed = kUrl,
     .standard = "no webhook",
     .example = "\"https://example.org/hook/1\"",
     .meaning = "Told when the state changes, and of missed calls."},
    {.name = "webhook_style",
     .kind = Kind::word,
     .words = kStyles,
     .example = "\"ntfy\"",
     .meaning = "The form of what `webhook_url` is told."},
};

constexpr SectionSchema kSections[] = {
    {.header = "", .meaning = "These stand above the first section.", .keys = kTop},
    {.header = "[[node]]",
     .meaning =
         "A dcrd; two pairs of brackets, and a section for each node. All are used at once, so that one may "
         "fail. [prepare-your-dcrd.md](prepare-your-dcrd.md) says what the node must allow.",
     .keys = kNode},
    {.header = "[choices]",
     .meaning =
         "What to vote. Blocks are always approved. Read anew by `systemctl reload dcrvoter`, and then "
         "used from the next vote on.",
     .keys = kChoices},
    {.header = "[choices.ticket.\"TXID\"]",
     .meaning =
         "The same for one ticket, by its transaction id. With any agenda here, those of `[choices]` count "
         "for "
         "nothing for it. Of treasury answers the first of these that there is counts, `abstain` too: the "
         "spend here, the spend in `[choices]`, the key here, the key in `[choices]`.",
     .keys = kTicket},
    {.header = "[keys]",
     .meaning = "About the voting key; the key itself never stands in the configuration.",
     .keys = kKeys},
    {.header = "[page]",
     .meaning = "The status page, and what monitors ask at the same door.",
     .keys = kPage},
    {.header = "[alert]",
     .meaning =
         "Alarms; [alerts.md](alerts.md) says when which is sent. Read anew by `systemctl reload dcrvoter`.",
     .keys = kAlert},
};

}  // namespace

std::span<const SectionSchema> configuration_schema() noexcept {
  return kSections;
}

Keys top_keys() noexcept {
  return kTop;
}
Keys node_keys() noexcept {
  return kNode;
}
Keys choices_keys() noexcept {
  return kChoices;
}
Keys ticket_keys() noexcept {
  return kTicket;
}
Keys keys_keys() noexcept {
  return kKeys;
}
Keys page_keys() noexcept {
  return kPage;
}
Keys alert_keys() noexcept {
  return kAlert;
}

const KeySchema* find_key(Keys keys, std::string_view name) noexcept {
  const auto at = std::ranges::find(keys, name, &KeySchema::name);
  return at == keys.end() ? nullptr : &*at;
}

}  // namespace dcrvoter::app
