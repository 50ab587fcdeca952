# jennopt_add_problem(<name> <file.cpp> ...): one plugin module, <name>.so, from one file or several.
function(jennopt_add_problem name)
    add_library(${name} MODULE ${ARGN})
    set_target_properties(${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name} CXX_EXTENSIONS OFF)
    target_link_libraries(${name} PRIVATE jennopt::jennopt)
endfunction()
