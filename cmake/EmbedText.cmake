# cerec_embed_blocks(<module> <text file> <symbol>): compiles a text into the module as an array of its blocks
# (parts between blank lines), `extern const std::string_view cerec::<module>::<symbol>[]` and `<symbol>_count`.
# Blocks and not one literal, because compilers warn of literals above 64 KiB. Needs nothing but CMake.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${IN}" text)
  string(REGEX REPLACE "\n+$" "" text "${text}")
  string(REGEX REPLACE "\n\n+" ")~~\",\n    R\"~~(" text "${text}")
  file(WRITE "${OUT}" "// Made from ${NAME} by cmake/EmbedText.cmake.\n#include <cstddef>\n#include <string_view>\n\n"
    "namespace cerec::${MODULE} {\nextern const std::string_view ${SYMBOL}[];\nextern const std::size_t ${SYMBOL}_count;\n"
    "const std::string_view ${SYMBOL}[] = {\n    R\"~~(" "${text}" ")~~\"};\n"
    "const std::size_t ${SYMBOL}_count = sizeof(${SYMBOL}) / sizeof(${SYMBOL}[0]);\n} // namespace cerec::${MODULE}\n")
  return()
endif()

set(CEREC_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(cerec_embed_blocks module file symbol)
  set(out ${PROJECT_BINARY_DIR}/generated/${module}_${symbol}.cpp)
  get_filename_component(name ${file} NAME)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DIN=${PROJECT_SOURCE_DIR}/${file} -DOUT=${out} -DNAME=${name} -DMODULE=${module}
            -DSYMBOL=${symbol} -P ${CEREC_EMBED_SCRIPT}
    DEPENDS ${PROJECT_SOURCE_DIR}/${file} ${CEREC_EMBED_SCRIPT} VERBATIM COMMENT "Embedding ${file}")
  target_sources(cerec_${module} PRIVATE ${out})
endfunction()
