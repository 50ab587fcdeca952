/// What an external program answers: one JSON object among other text, or numbers that regular
/// expressions find.

#include "problem/external_answer.hpp"

#include "fuzz/input.hpp"

namespace {

jennopt::ExternalConfig program() {
    jennopt::ExternalConfig config;
    config.name = "two";
    config.inputs = {{"x1", "", 0.0, 1.0}, {"x2", "", 0.0, 1.0}};
    config.outputs = {{"y", "", jennopt::OutputRole::objective},
                      {"g", "", jennopt::OutputRole::constraint}};
    config.partials = {"x1", "x2"};
    return config;
}

jennopt::ExternalConfig program_with_patterns() {
    jennopt::ExternalConfig config = program();
    config.results["y"] = {{"", R"(y *= *(\S+))"}, {{"x1", {"", R"(dy/dx1 *= *(\S+))"}}}};
    config.results["g"] = {{"", R"(^\s*g\s+([-+0-9.eEdD]+))"}, {}};
    return config;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jennopt;
    static const ExternalConfig with_json = program();
    static const ExternalConfig with_patterns = program_with_patterns();
    const std::string text = fuzz::text_of(data, size);
    fuzz::read_or_refuse([&] {
        try {
            (void)read_answer(text, with_json, Derivatives::first);
        } catch (const DeclaredFailure&) {
            return;
        }
    });
    const auto printed = fuzz::file_with("stdout.txt", text);
    fuzz::read_or_refuse([&] {
        (void)read_results(printed.parent_path(), printed, with_patterns, Derivatives::first);
    });
    return 0;
}
