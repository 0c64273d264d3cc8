# Third-party libraries, all of them Debian packages. Those without a CMake
# configuration of their own get an imported target here.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Mbedtls REQUIRED)
pkg_check_modules(Secp256k1 REQUIRED IMPORTED_TARGET libsecp256k1)
add_library(Secp256k1::secp256k1 ALIAS PkgConfig::Secp256k1)
pkg_check_modules(QRencode REQUIRED IMPORTED_TARGET libqrencode)
add_library(QRencode::qrencode ALIAS PkgConfig::QRencode)
pkg_check_modules(Lmdb REQUIRED IMPORTED_TARGET lmdb)
find_package(Boost 1.81 REQUIRED)
find_package(CLI11 REQUIRED)

# Asio, Beast and JSON, each compiled once.
add_library(dcrvoter_asio STATIC src/third_party/asio.cpp src/third_party/beast.cpp)
target_link_libraries(dcrvoter_asio PUBLIC Boost::headers Threads::Threads)
target_compile_definitions(dcrvoter_asio PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
add_library(dcrvoter_json STATIC src/third_party/json.cpp)
target_link_libraries(dcrvoter_json PUBLIC Boost::headers)
target_compile_definitions(dcrvoter_json PUBLIC BOOST_JSON_NO_LIB BOOST_CONTAINER_NO_LIB)

# The C++ libraries of Debian's that are more than headers, from their headers: as shared libraries they,
# and the libstdc++ that they need whole, were 2 of the 12 MB that a vote's service may occupy.
find_path(Spdlog_INCLUDE_DIR spdlog/spdlog.h REQUIRED)
find_path(Fmt_INCLUDE_DIR fmt/format.h REQUIRED)
find_path(Toml_INCLUDE_DIR toml++/toml.h REQUIRED)
add_library(dcrvoter_spdlog STATIC src/third_party/spdlog.cpp)
target_compile_definitions(dcrvoter_spdlog PUBLIC SPDLOG_FMT_EXTERNAL SPDLOG_COMPILED_LIB FMT_HEADER_ONLY)
target_include_directories(dcrvoter_spdlog SYSTEM PUBLIC ${Spdlog_INCLUDE_DIR} ${Fmt_INCLUDE_DIR})
add_library(dcrvoter_toml INTERFACE)
target_compile_definitions(dcrvoter_toml INTERFACE TOML_HEADER_ONLY=1)
target_include_directories(dcrvoter_toml SYSTEM INTERFACE ${Toml_INCLUDE_DIR})
