#pragma once

#include "jennopt/core/error.hpp"
#include "support/scratch_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

/// What libFuzzer, and replay.cpp, call with each input: it is read, or refused with one of
/// jennopt's errors. Any other exception ends the program, and so is found.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// A file of a folder of this process, with this content.
inline std::filesystem::path file_with(const std::string& name, std::string_view text) {
    static const ScratchFolder folder;
    std::filesystem::path file = folder.path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

/// Runs it; jennopt may refuse what it is given.
template <typename Read>
void read_or_refuse(const Read& read) {
    try {
        read();
    } catch (const jennopt::Error&) {
        return;  // in words, and before anything is done
    }
}

}  // namespace fuzz
