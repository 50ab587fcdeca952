#include "study/fingerprint.hpp"

#include "core/format.hpp"
#include "study/config/settings.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>

#include <string_view>
#include <utility>

namespace jennopt {

namespace {

/// Without what changes no value and no partial.
ExternalConfig bare(ExternalConfig program) {
    const ExternalConfig standard;
    for (Input& input : program.inputs) {
        input = {.name = std::move(input.name), .unit = "", .lower = 0.0, .upper = 1.0};
    }
    for (Output& output : program.outputs) {
        output = {.name = std::move(output.name), .unit = ""};
    }
    program.gradient_price = standard.gradient_price;
    program.timeout_seconds = standard.timeout_seconds;
    program.memory_gigabytes = standard.memory_gigabytes;
    program.retries = standard.retries;
    program.pause_seconds = standard.pause_seconds;
    program.launcher = standard.launcher;
    program.keep_folders = standard.keep_folders;
    return program;
}

}  // namespace

std::string fingerprint(const std::string& text) {
    // A SHA-1 name-based UUID (RFC 4122).
    const boost::uuids::name_generator_sha1 generator(boost::uuids::ns::oid());
    const boost::uuids::uuid id = generator(text);
    return fmt::format("{:02x}", fmt::join(id.begin(), id.end(), ""));
}

std::string problem_fingerprint(const ProblemConfig& problem) {
    constexpr std::size_t digits = 12;
    ProblemConfig clean = problem;
    clean.wrappers = {};
    clean.goals.clear();
    if (clean.external) {
        clean.external = bare(std::move(*clean.external));
    }
    const std::string& name = problem.external     ? problem.external->name
                              : problem.is_table() ? problem.table.file
                                                   : problem.name;
    const std::string text = emit(write(problem_keys(clean)));
    return fmt::format("{}-{}", name, fingerprint(text).substr(0, digits));
}

std::string arm_id(const std::string& label, const std::string& results) {
    constexpr std::size_t longest = 40;
    constexpr std::size_t digits = 8;
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.=_-";
    std::string id;
    for (const char letter : label) {
        if (id.empty() && (letter == '.' || letter == '-')) {
            continue;  // neither hidden nor like an option
        }
        if (allowed.find(letter) != std::string_view::npos) {
            id += letter;
        } else if (!id.empty() && id.back() != '_') {
            id += '_';
        }
    }
    return fmt::format("{}-{}", id.substr(0, longest), fingerprint(results).substr(0, digits));
}

}  // namespace jennopt
