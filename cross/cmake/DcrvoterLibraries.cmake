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
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus QUIET)
if(NOT TARGET tomlplusplus::tomlplusplus) # Debian 12 ships its pkg-config file only
  pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
  add_library(tomlplusplus::tomlplusplus ALIAS PkgConfig::tomlplusplus)
endif()

# Asio, Beast and JSON, each compiled once.
add_library(dcrvoter_asio STATIC src/third_party/asio.cpp src/third_party/beast.cpp)
target_link_libraries(dcrvoter_asio PUBLIC Boost::headers Threads::Threads)
target_compile_definitions(dcrvoter_asio PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
add_library(dcrvoter_json STATIC src/third_party/json.cpp)
target_link_libraries(dcrvoter_json PUBLIC Boost::headers)
target_compile_definitions(dcrvoter_json PUBLIC BOOST_JSON_NO_LIB BOOST_CONTAINER_NO_LIB)
