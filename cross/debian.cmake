# What the toolchain files of this folder share: Debian's cross compiler for DCRVOTER_TRIPLET, in a Debian
# that has the other architecture's libraries installed beside its own (see tools/cross).
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${DCRVOTER_TRIPLET}-gcc)
set(CMAKE_CXX_COMPILER ${DCRVOTER_TRIPLET}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${DCRVOTER_TRIPLET})
set(PKG_CONFIG_EXECUTABLE ${DCRVOTER_TRIPLET}-pkg-config)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
