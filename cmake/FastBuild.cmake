# CEREC_PCH: one precompiled header for all targets of a build folder. With clang it halves a debug build; GCC's are slower
# than none here. Made while configuring, with the flags that all targets share, so that no target has to wait for it.
option(CEREC_PCH "Precompile the headers that nearly every source includes (clang)" OFF)
if(CEREC_PCH AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  set(header ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp)
  set(pch ${PROJECT_BINARY_DIR}/precompiled.pch)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  string(TOUPPER "${CMAKE_BUILD_TYPE}" config)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${config}}")
  list(APPEND flags -std=c++20)
  if(CEREC_SANITIZE)
    list(APPEND flags ${CEREC_SANITIZERS})
  endif()
  if(NOT "${flags}" STREQUAL "${CEREC_PCH_FLAGS}" OR ${header} IS_NEWER_THAN ${pch})
    # No time stamp: ccache knows the header again in another folder.
    execute_process(
      COMMAND ${CMAKE_CXX_COMPILER} ${flags} -x c++-header -Xclang -fno-pch-timestamp -fpch-instantiate-templates ${header} -o ${pch}
      COMMAND_ERROR_IS_FATAL ANY)
    set(CEREC_PCH_FLAGS "${flags}" CACHE INTERNAL "what the precompiled header was made with")
  endif()
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include-pch ${pch}>")
  set(CEREC_CCACHE_SETTINGS CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime)
endif()
