#include "support/places.hpp"

const std::string& source_folder() {
    static const std::string folder = JENNOPT_SOURCE_DIR;
    return folder;
}

const std::string& build_folder() {
    static const std::string folder = JENNOPT_BUILD_DIR;
    return folder;
}

const std::string& program_file() {
    static const std::string file = JENNOPT_PROGRAM;
    return file;
}
