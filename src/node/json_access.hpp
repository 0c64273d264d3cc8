/// Reading typed values out of JSON, with errors that name the path. Inside node/ only.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/result.hpp"
#include "wire/block.hpp"
#include "wire/transaction.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::node {

namespace json = boost::json;

/// A value and where it stands, such as "params[2]" or "result.blocks".
class JsonAt {
 public:
  JsonAt(const json::value& value, std::string_view path) : value_(&value), path_(path) {}

  [[nodiscard]] const json::value& value() const noexcept { return *value_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  [[nodiscard]] core::Result<JsonAt> field(std::string_view name) const;
  [[nodiscard]] core::Result<JsonAt> element(std::size_t index) const;
  [[nodiscard]] core::Result<const json::array*> array() const;
  [[nodiscard]] core::Result<std::string_view> string() const;
  [[nodiscard]] core::Result<bool> boolean() const;
  [[nodiscard]] core::Result<std::int64_t> integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] core::Result<std::uint32_t> height() const;
  [[nodiscard]] core::Result<core::Hash> hash() const;
  [[nodiscard]] core::Result<core::Bytes> hex() const;
  [[nodiscard]] core::Result<wire::Transaction> transaction() const;
  [[nodiscard]] core::Result<wire::BlockHeader> header() const;

  /// "params[2]: expected a string, found a number".
  [[nodiscard]] std::unexpected<core::Error> wrong(std::string_view expected) const;

 private:
  const json::value* value_;
  std::string path_;
};

}  // namespace dcrvoter::node
