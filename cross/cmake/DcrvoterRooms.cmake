# dcrvoter_room(NAME [LINKS room…] [USES library…] [SHARES library…])
#
# The library dcrvoter_NAME of all src/NAME/*.cpp. Its headers are included as
# "NAME/header.hpp" through <build>/rooms/NAME, which holds nothing but a link
# to src/NAME: who does not link the room cannot include it. LINKS are rooms
# whose headers may be seen from here on; USES stay inside; SHARES are
# libraries that the room's public headers need.
function(dcrvoter_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS;USES;SHARES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cpp")
  set(door "${CMAKE_BINARY_DIR}/rooms/${name}")
  file(MAKE_DIRECTORY "${door}")
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/src/${name}" "${door}/${name}" SYMBOLIC)
  list(TRANSFORM ROOM_LINKS PREPEND dcrvoter_)
  if(NOT sources) # headers only
    add_library(dcrvoter_${name} INTERFACE)
    target_include_directories(dcrvoter_${name} INTERFACE "${door}")
    target_link_libraries(dcrvoter_${name} INTERFACE ${ROOM_LINKS} ${ROOM_SHARES})
    return()
  endif()
  add_library(dcrvoter_${name} STATIC ${sources})
  target_include_directories(dcrvoter_${name} PUBLIC "${door}")
  target_link_libraries(dcrvoter_${name} PUBLIC ${ROOM_LINKS} ${ROOM_SHARES}
    PRIVATE ${ROOM_USES} dcrvoter_warnings)
  if(dcrvoter_tidy_command)
    set_target_properties(dcrvoter_${name} PROPERTIES CXX_CLANG_TIDY "${dcrvoter_tidy_command}")
  endif()
endfunction()
