# Shows that architecture.cmake can fail: a small tree that keeps the rules passes, then each rule is
# broken alone. cmake -DTREE=<folder to write> -P tests/architecture_bad.cmake
cmake_minimum_required(VERSION 3.25)

function(check expected)
    execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${TREE} -P ${CMAKE_CURRENT_LIST_DIR}/architecture.cmake
                    RESULT_VARIABLE result ERROR_VARIABLE output)
    string(FIND "${output}" "${expected}" found)
    if(found EQUAL -1)
        message(FATAL_ERROR "expected \"${expected}\", found:\n${output}")
    endif()
    if(expected MATCHES "keep the rules" AND NOT result EQUAL 0)
        message(FATAL_ERROR "a good tree was refused")
    elseif(NOT expected MATCHES "keep the rules" AND result EQUAL 0)
        message(FATAL_ERROR "passed in spite of: ${expected}")
    endif()
endfunction()

function(refused file text expected)
    file(WRITE "${TREE}/${file}" "${text}")
    check("${file}:${expected}")
    file(REMOVE "${TREE}/${file}")
endfunction()

file(REMOVE_RECURSE "${TREE}")
file(WRITE "${TREE}/include/jennopt/data/x.hpp" "#pragma once\n#include \"jennopt/core/y.hpp\"\n#include <vector>\n")
file(WRITE "${TREE}/src/core/format.hpp" "#pragma once\n#include <fmt/format.h>\n")
file(WRITE "${TREE}/src/report/x.cpp" "int a[] = {1, 2};  // ] ;\\\n#include \"report/z.hpp\"\n#include \"core/y.hpp\"\n")
file(WRITE "${TREE}/problems/x.cpp" "#include \"jennopt/problem/y.hpp\"\n")
file(WRITE "${TREE}/src/report/x.hpp" "#pragma once\n// y.cpp does the rest.\n")
file(WRITE "${TREE}/src/report/y.cpp" "int b;\n")
file(WRITE "${TREE}/include/jennopt/report/w.hpp" "#pragma once\n")
file(WRITE "${TREE}/src/report/w.cpp" "int c;\n")
string(REPEAT "int d;\n" 300 full)
file(WRITE "${TREE}/src/cli/main.cpp" "${full}")
check("9 files keep the rules")

refused(src/report/a.cpp "int a;\n" "1: has no header a.hpp, and no header of its folder names a.cpp")
refused(src/report/old_y.cpp "int a;\n" "1: has no header old_y.hpp")
refused(src/data/y.cpp "int a;\n" "1: has no header y.hpp, and no header of its folder names y.cpp")
refused(src/report/v.hpp "#pragma once\n${full}" "301: is longer than 300 lines")

refused(include/jennopt/core/a.hpp "#pragma once\n\n#include \"jennopt/data/x.hpp\"\n"
        "3: stage core includes jennopt/data/x.hpp of the later stage data")
refused(src/training/a.hpp "#pragma once\nint a[] = {1}; int b;\n#include \"study/run.hpp\"\n"
        "3: stage training includes study/run.hpp of the later stage study")
refused(src/training/a.hpp "#pragma once\n#include \"../core/y.hpp\"\n" "2: includes ../core/y.hpp")
refused(problems/a.cpp "#include \"jennopt/problem/y.hpp\"\n#include <jennopt/data/x.hpp>\n"
        "2: a problem includes jennopt/data/x.hpp, expected core or problem")
refused(include/jennopt/core/a.hpp "// #pragma once\n" "1: has no #pragma once")
refused(src/core/a.hpp "#pragma once\n#include <fmt/ranges.h>\n" "2: includes fmt/ranges.h, expected in src/core/format.hpp only")
foreach(header nlohmann/json.hpp nlopt.hpp nlopt.h boost/random/sobol.hpp csv.h hwy/highway.h yaml-cpp/yaml.h
        boost/uuid/uuid.hpp boost/program_options.hpp catch2/catch.hpp)
    refused(src/core/a.hpp "#pragma once\n #  include <${header}>\n" "2: includes ${header}, expected in ")
    refused(tests/core/a.cpp "#include \"${header}\"\n" "1: includes ${header}, expected in ")
endforeach()
file(REMOVE_RECURSE "${TREE}")
