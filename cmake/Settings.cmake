# Compiler settings of our own code: warnings, and the sanitizers of the asan preset.
add_library(cerec_settings INTERFACE)
target_compile_features(cerec_settings INTERFACE cxx_std_20)
target_compile_options(cerec_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual)
# GCC 12 sees an overlap in "literal" + std::string at -O2 and above (its bug 105651).
target_compile_options(cerec_settings INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)
option(CEREC_WERROR "Treat warnings as errors (development and CI)" OFF)
if(CEREC_WERROR)
  target_compile_options(cerec_settings INTERFACE -Werror)
endif()
option(CEREC_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(CEREC_SANITIZE)
  set(CEREC_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_options(${CEREC_SANITIZERS})
  add_link_options(-fsanitize=address,undefined)
  # GCC's manual: with sanitizers this warning has false positives.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
option(CEREC_FUZZ "Build the fuzz targets with libFuzzer (clang)" OFF)
if(CEREC_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
option(CEREC_LTO "Link-time optimisation" OFF)
if(CEREC_LTO)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
  # Objects that also link without it: the test tools do, which takes seconds instead of a minute each.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-ffat-lto-objects>)
endif()
include(FastBuild)
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths relative to the checkout: another clone of the same commit finds the objects of the last one.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${CEREC_CCACHE_SETTINGS} ${CCACHE})
endif()
