# Raspberry Pi 3, 4, 5 and Zero 2 W, and other 64-bit ARM boards.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(DCRVOTER_TRIPLET aarch64-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
