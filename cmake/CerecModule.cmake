# One folder = one static library = one namespace. The order of the calls in CMakeLists.txt is the order of the
# layers; USES names the lower modules that may be included. FOLDERS names the folders inside a module, lowest first: an
# include goes to its own folder or to one before it, and the files beside the folders are above them all; no other
# folder is built. tests/arch/layering.py reads the lines written here.
set_property(GLOBAL PROPERTY CEREC_LAYERS "")

function(cerec_module name)
  cmake_parse_arguments(ARG "" "" "FOLDERS;USES;LINK;LINK_PRIVATE" ${ARGN})
  list(TRANSFORM ARG_FOLDERS REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/src/${name}/\\1/*.cpp" OUTPUT_VARIABLE inner)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp ${inner})
  if(NOT sources) # a module that is only headers so far
    file(WRITE ${PROJECT_BINARY_DIR}/empty/${name}.cpp "")
    set(sources ${PROJECT_BINARY_DIR}/empty/${name}.cpp)
  endif()
  add_library(cerec_${name} STATIC ${sources})
  target_include_directories(cerec_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include PRIVATE ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM ARG_USES PREPEND cerec_ OUTPUT_VARIABLE modules)
  target_link_libraries(cerec_${name} PUBLIC ${modules} ${ARG_LINK} PRIVATE ${ARG_LINK_PRIVATE} cerec_settings)
  set_property(GLOBAL APPEND PROPERTY CEREC_MODULES ${name})
endfunction()

# The unit tests of a module: every source in tests/unit/<name>, one executable, one ctest entry.
function(cerec_unit_tests)
  get_property(modules GLOBAL PROPERTY CEREC_MODULES)
  foreach(name IN LISTS modules)
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/unit/${name}/*.cpp)
    if(sources)
      add_executable(test_${name} ${sources} ${PROJECT_SOURCE_DIR}/tests/support/doctest_main.cpp)
      target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
      target_link_libraries(test_${name} PRIVATE cerec_${name} cerec_test_support doctest::doctest cerec_settings)
      add_test(NAME unit.${name} COMMAND test_${name} --order-by=rand --rand-seed=7)
      set_tests_properties(unit.${name} PROPERTIES TIMEOUT 120)
    endif()
  endforeach()
endfunction()
