# dcrvoter_warnings: what every file of ours is compiled with, and what no
# third party's header is judged by (those are SYSTEM includes).
include(CheckCXXCompilerFlag)
add_library(dcrvoter_warnings INTERFACE)
target_compile_options(dcrvoter_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Wundef
  $<$<BOOL:${DCRVOTER_WERROR}>:-Werror>)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Asio's coroutine frames look to g++ 12 as if they were freed by the wrong function.
  target_compile_options(dcrvoter_warnings INTERFACE -Wno-mismatched-new-delete)
endif()

# The whole program is compiled the same way, third party sources included.
add_compile_options(-fstack-protector-strong "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
add_compile_definitions(_GLIBCXX_ASSERTIONS)
set(CMAKE_CXX_FLAGS_RELEASE "-Os -DNDEBUG")
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT DCRVOTER_SANITIZE)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections -Wl,-z,relro,-z,now)
  # Relative relocations in a bit each instead of 24 bytes, where the linker knows them; on 32-bit ARM it warns.
  include(CheckLinkerFlag)
  set(CMAKE_REQUIRED_LINK_OPTIONS -Wl,--fatal-warnings)
  check_linker_flag(CXX -Wl,-z,pack-relative-relocs HAS_PACKED_RELOCATIONS)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
  if(HAS_PACKED_RELOCATIONS)
    add_link_options(-Wl,-z,pack-relative-relocs)
  endif()
  # Link-time optimisation makes dcrvoter an eighth smaller. It makes the code when a program is linked, so what is
  # of one program alone is compiled without.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-flto=auto)
    add_link_options(-flto=auto)
    set(DCRVOTER_PLAIN -fno-lto)
    set(CMAKE_AR "${CMAKE_CXX_COMPILER_AR}")
    set(CMAKE_RANLIB "${CMAKE_CXX_COMPILER_RANLIB}")
  endif()
endif()
# clang accepts the other architecture's flag and only warns: ask by processor.
set(hardening -fstack-clash-protection)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|i.86")
  list(APPEND hardening -fcf-protection)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  list(APPEND hardening -mbranch-protection=standard)
endif()
foreach(flag ${hardening})
  string(MAKE_C_IDENTIFIER "HAS${flag}" has)
  check_cxx_compiler_flag(${flag} ${has})
  if(${has})
    add_compile_options(${flag})
  endif()
endforeach()

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsized-deallocation>) # C++14's; its default from 19 on
endif()
# libstdc++ hides std::expected from clang before 19 behind the value of
# __cpp_concepts (llvm/llvm-project#87998).
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 16)
  # Nor has this one conditionally trivial destructors (P0848): of the two in
  # std::expected it takes the defaulted one, which is deleted. It gets the
  # same header, shown, with the other destructor alone and unconditional.
  find_file(dcrvoter_expected expected PATHS ${CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES} NO_DEFAULT_PATH REQUIRED)
  file(READ "${dcrvoter_expected}" text)
  string(REPLACE "__cpp_concepts >= 202002L" "__cpp_concepts >= 201907L" text "${text}")
  string(REPLACE "constexpr ~expected() = default;" "" text "${text}")
  string(REGEX REPLACE "(constexpr ~expected\\(\\))[ \t\n]*requires[^{]*{" "\\1 {" text "${text}")
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/clang/expected" CONTENT "${text}" @ONLY)
  include_directories(BEFORE SYSTEM "${CMAKE_BINARY_DIR}/clang")
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-D__cpp_concepts=202002L>
    -Wno-builtin-macro-redefined -Wno-macro-redefined) # the latter is what it says under ccache
endif()

if(DCRVOTER_SANITIZE)
  add_compile_options(-fsanitize=${DCRVOTER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DCRVOTER_SANITIZE})
  if(DCRVOTER_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio puts a fence around every handler, which this sanitizer does not follow. Nothing relies
    # on it: threads hand work to each other through Asio's queues, whose locks it sees.
    add_compile_options(-Wno-tsan)
  endif()
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 17)
    # Before a coroutine its marker cannot be assembled ("difference across sections").
    add_compile_options(-fno-sanitize=function)
  endif()
endif()
if(DCRVOTER_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
if(DCRVOTER_TIDY)
  find_program(CLANG_TIDY NAMES clang-tidy REQUIRED)
  set(dcrvoter_tidy_command ${CLANG_TIDY} --quiet)
endif()
