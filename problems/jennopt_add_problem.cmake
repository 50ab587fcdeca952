# jennopt_add_problem(<name> <file.cpp>): one plugin module, <name>.so, from one file.
function(jennopt_add_problem name file)
    add_library(${name} MODULE ${file})
    set_target_properties(${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name} CXX_EXTENSIONS OFF)
    target_link_libraries(${name} PRIVATE jennopt::jennopt)
endfunction()
