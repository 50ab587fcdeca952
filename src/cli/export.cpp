#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"

namespace jennopt {

namespace {

/// "x1 = mach, x2 = alpha": the package JENN has places and no names.
std::string places_of(const char* letter, const std::vector<std::string>& names) {
    std::vector<std::string> places;
    for (const std::string& name : names) {
        places.push_back(fmt::format("{}[{}] = {}", letter, places.size(), name));
    }
    return fmt::format("{}", fmt::join(places, ", "));
}

std::string exported(const NamedSurrogate& model, const std::string& file) {
    try {
        return jenn_parameters(model);
    } catch (const ConfigError& error) {
        throw ConfigError(fmt::format("{}: cannot be exported: {}", file, error.what()));
    }
}

}  // namespace

void export_command(const CommandLine& line) {
    const std::string& file = line.arguments.front();
    const NamedSurrogate model = load(file);
    write_new_text(line.jenn, exported(model, file));
    print_result("{}: {}, {}; read by jenn.NeuralNet.load\n",
                 line.jenn.string(),
                 places_of("x", model.input_names),
                 places_of("y", model.output_names));
}

}  // namespace jennopt
