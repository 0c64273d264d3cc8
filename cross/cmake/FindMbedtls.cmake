# Mbedtls::mbedtls (TLS and X.509) and Mbedtls::mbedcrypto. Debian 12's 2.28
# has neither a pkg-config file nor a CMake configuration; 3.6 is found the
# same way.
include(FindPackageHandleStandardArgs)
find_path(Mbedtls_INCLUDE_DIR mbedtls/ssl.h)
find_library(Mbedtls_TLS_LIBRARY mbedtls)
find_library(Mbedtls_X509_LIBRARY mbedx509)
find_library(Mbedtls_CRYPTO_LIBRARY mbedcrypto)
foreach(header build_info.h version.h)
  if(NOT Mbedtls_VERSION AND EXISTS "${Mbedtls_INCLUDE_DIR}/mbedtls/${header}")
    file(STRINGS "${Mbedtls_INCLUDE_DIR}/mbedtls/${header}" line REGEX "define +MBEDTLS_VERSION_STRING +\"")
    string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Mbedtls_VERSION "${line}")
  endif()
endforeach()
find_package_handle_standard_args(Mbedtls VERSION_VAR Mbedtls_VERSION
  REQUIRED_VARS Mbedtls_TLS_LIBRARY Mbedtls_X509_LIBRARY Mbedtls_CRYPTO_LIBRARY Mbedtls_INCLUDE_DIR)
if(Mbedtls_FOUND AND NOT TARGET Mbedtls::mbedtls)
  foreach(pair CRYPTO:mbedcrypto X509:mbedx509 TLS:mbedtls)
    string(REGEX MATCH "(.*):(.*)" pair ${pair})
    add_library(Mbedtls::${CMAKE_MATCH_2} UNKNOWN IMPORTED)
    set_target_properties(Mbedtls::${CMAKE_MATCH_2} PROPERTIES
      IMPORTED_LOCATION "${Mbedtls_${CMAKE_MATCH_1}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${Mbedtls_INCLUDE_DIR}")
  endforeach()
  target_link_libraries(Mbedtls::mbedx509 INTERFACE Mbedtls::mbedcrypto)
  target_link_libraries(Mbedtls::mbedtls INTERFACE Mbedtls::mbedx509)
endif()
