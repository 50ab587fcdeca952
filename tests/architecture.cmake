# The rules of the tree: cmake [-DROOT=<tree>] -P tests/architecture.cmake
# Prints each broken rule as <file>:<line>: <what>, and fails if there is one.
cmake_minimum_required(VERSION 3.25)

# A stage includes itself and the stages to its left.
set(stages core problem data network training surrogate optimization record study report cli python)

set(most_lines 300)

# Each third-party library has one door: <how its headers begin>=<the file that may include them>, or
# one room: a folder; a | parts two.
set(doors
    fmt/=src/core/format.hpp
    nlohmann/=src/core/json.hpp
    nlopt=src/core/minimize.cpp
    cblas=src/core/blas.hpp
    f77blas=src/core/blas.hpp
    boost/random=src/data/sampling.cpp
    csv.h=src/data/csv.cpp
    pcre2.h=src/problem/line_pattern.cpp
    archive.h=src/core/archive.cpp|src/core/archive_reading.cpp
    archive_entry.h=src/core/archive.cpp|src/core/archive_reading.cpp
    hwy/foreach_target.h=src/network/kernels/|tests/benchmark/machine_limits.cpp
    hwy/highway.h=src/network/kernels/|tests/benchmark/machine_limits.cpp
    hwy/targets.h=src/core/instruction_set.cpp|tests/support/for_each_target.hpp
    yaml-cpp/=src/study/config/document.cpp
    boost/uuid=src/study/fingerprint.cpp
    boost/program_options=src/cli/option_list.hpp
    onnx/=src/surrogate/onnx_graph.cpp
    nanobind/=src/python/nanobind.hpp
    catch2/=tests/support/catch.hpp
)

if(NOT ROOT)
    cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH ROOT)
endif()
set(broken 0)

# A macro, so that it counts in the caller's `broken`.
macro(refuse place what)
    message("${place}: ${what}")
    math(EXPR broken "${broken} + 1")
endmacro()

function(check_include file line header)
    if(header MATCHES "^(jennopt/)?([a-z]+)/" AND CMAKE_MATCH_2 IN_LIST stages)
        set(their_stage ${CMAKE_MATCH_2})
        list(FIND stages ${their_stage} their_place)
        if(file MATCHES "^problems/" AND their_place GREATER 1)
            refuse(${file}:${line} "a problem includes ${header}, expected core or problem")
        elseif(file MATCHES "^(include/jennopt|src)/([a-z]+)/")
            list(FIND stages ${CMAKE_MATCH_2} our_place)
            if(their_place GREATER our_place)
                refuse(${file}:${line} "stage ${CMAKE_MATCH_2} includes ${header} of the later stage ${their_stage}")
            endif()
        endif()
    elseif(header MATCHES "^\\.\\.?/")
        refuse(${file}:${line} "includes ${header}, expected a path from include, src or tests")
    endif()
    foreach(row ${doors})
        string(REGEX MATCH "^(.*)=(.*)$" row ${row})
        string(FIND ${header} ${CMAKE_MATCH_1} start)
        if(start EQUAL 0)
            string(REPLACE "|" ";" rooms ${CMAKE_MATCH_2})
            set(allowed FALSE)
            foreach(room ${rooms})
                if(file STREQUAL room OR (room MATCHES "/$" AND file MATCHES "^${room}"))
                    set(allowed TRUE)
                endif()
            endforeach()
            if(NOT allowed)
                list(JOIN rooms " or " rooms)
                refuse(${file}:${line} "includes ${header}, expected in ${rooms} only")
            endif()
        endif()
    endforeach()
    set(broken ${broken} PARENT_SCOPE)
endfunction()

# A source has a header of its name, or is named, as in "(x.cpp)", by a header of its folder.
function(check_header file)
    cmake_path(GET file PARENT_PATH folder)
    cmake_path(GET file FILENAME name)
    string(REGEX REPLACE "^src/" "include/jennopt/" public_folder ${folder})
    string(REGEX REPLACE "cpp$" "hpp" header ${name})
    if(EXISTS ${ROOT}/${folder}/${header} OR EXISTS ${ROOT}/${public_folder}/${header})
        return()
    endif()
    file(GLOB headers ${ROOT}/${folder}/*.hpp ${ROOT}/${public_folder}/*.hpp)
    string(REPLACE "." "\\." pattern ${name})
    foreach(candidate ${headers})
        file(STRINGS ${candidate} naming REGEX "(^|[^a-z0-9_])${pattern}" LIMIT_COUNT 1)
        if(naming)
            return()
        endif()
    endforeach()
    refuse(${file}:1 "has no header ${header}, and no header of its folder names ${name}")
    set(broken ${broken} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/include/*.hpp ${ROOT}/src/*.[ch]pp ${ROOT}/problems/*.[ch]pp
     ${ROOT}/tests/*.[ch]pp)
foreach(file ${files})
    file(READ ${ROOT}/${file} text)
    if(file MATCHES "\\.hpp$" AND NOT text MATCHES "(^|\n)#pragma once\n")
        refuse(${file}:1 "has no #pragma once")
    endif()
    if(file MATCHES "^src/.*\\.cpp$" AND NOT file STREQUAL "src/cli/main.cpp")
        check_header(${file})
    endif()
    if(file MATCHES "^(src|include)/")
        string(REGEX MATCHALL "\n" line_ends "${text}")
        list(LENGTH line_ends length)
        if(length GREATER most_lines)
            refuse(${file}:${length} "is longer than ${most_lines} lines")
        endif()
    endif()
    string(REGEX REPLACE "[][;\\]" " " text "${text}")  # these four mean something in a CMake list
    string(REPLACE "\n" ";" lines "${text}")
    set(number 0)
    foreach(line IN LISTS lines)
        math(EXPR number "${number} + 1")
        if(line MATCHES "^ *# *include *[<\"]([^>\"]+)[>\"]")
            check_include(${file} ${number} ${CMAKE_MATCH_1})
        endif()
    endforeach()
endforeach()

list(LENGTH files count)
if(broken)
    message(FATAL_ERROR "${broken} broken rules in ${count} files")
endif()
message("${count} files keep the rules")
