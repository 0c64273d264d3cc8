# 32-bit ARM boards, version 7 with hardware floating point.
set(CMAKE_SYSTEM_PROCESSOR arm)
set(DCRVOTER_TRIPLET arm-linux-gnueabihf)
include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
