#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "surrogate/c_source.hpp"
#include "surrogate/onnx_model.hpp"

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

/// What write() makes of the model, with the file in what it refuses.
template <typename Write>
std::string exported(const NamedSurrogate& model, const std::string& file, Write&& write) {
    try {
        return write(model);
    } catch (const ConfigError& error) {
        throw ConfigError(fmt::format("{}: cannot be exported: {}", file, error.what()));
    }
}

void export_c(const NamedSurrogate& model,
              const std::string& model_file,
              const std::filesystem::path& file) {
    const std::string name = file.stem().string();
    write_new_text(file, exported(model, model_file, [&](const NamedSurrogate& named) {
                       return c_source(named, name);
                   }));
    print_result(
        "{}: int {}_evaluate(const double *x, double *y, double *J); {}, {}\n"
        "cc -std=c99 -DSELF_TEST {} -lm && ./a.out    compares it with the model\n",
        file.string(),
        name,
        places_of("x", model.input_names),
        places_of("y", model.output_names),
        file.string());
}

}  // namespace

void export_command(const CommandLine& line) {
    const std::string& file = line.arguments.front();
    const NamedSurrogate model = load(file);
    if (!line.c.empty()) {
        export_c(model, file, line.c);
        return;
    }
    if (!line.onnx.empty()) {
        write_new_text(line.onnx, exported(model, file, onnx_model));
        print_result("{}: input X (m, {}), outputs Y (m, {}) and J (m, {}, {}); {}, {}\n",
                     line.onnx.string(),
                     model.surrogate.n_x(),
                     model.surrogate.n_y(),
                     model.surrogate.n_y(),
                     model.surrogate.n_x(),
                     places_of("x", model.input_names),
                     places_of("y", model.output_names));
        return;
    }
    write_new_text(line.jenn, exported(model, file, jenn_parameters));
    print_result("{}: {}, {}; read by jenn.NeuralNet.load\n",
                 line.jenn.string(),
                 places_of("x", model.input_names),
                 places_of("y", model.output_names));
}

}  // namespace jennopt
