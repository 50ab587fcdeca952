#include "python/models.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "surrogate/c_source.hpp"
#include "surrogate/onnx_model.hpp"

#include "python/interruptible.hpp"
#include "python/model_report.hpp"
#include <utility>

namespace jennopt {

namespace {

/// A point, (n_x), as a column without a copy.
Eigen::Map<const Vector> point_of(const InArray& x, Index n_x) {
    if (x.ndim() != 1 || static_cast<Index>(x.shape(0)) != n_x) {
        throw ShapeError(
            fmt::format("X has shape {}, expected (m, {}) or ({},)", shape_text(x), n_x, n_x));
    }
    return {x.data(), n_x};
}

std::string kind_of(const Surrogate& surrogate) {
    return surrogate.is_kriging()         ? "kriging"
           : surrogate.members.size() > 1 ? "ensemble of networks"
                                          : "network";
}

nb::object bounds_of(const NamedSurrogate& named) {
    if (!named.origin) {
        return nb::none();
    }
    return nb::make_tuple(array_of(named.origin->samples.lower),
                          array_of(named.origin->samples.upper));
}

/// The model that a study of one surrogate describes.
PythonModel fit_text(const std::string& study_text,
                     const InArray& X,
                     const InArray& Y,
                     const std::optional<InArray>& J,
                     bool cross_validate,
                     Index threads,
                     const nb::object& progress) {
    const Study study = read_study_text(study_text, "fit");
    const StudyConfig& config = study.arms.front().config;
    const ProblemInfo problem{.name = "the data",
                              .inputs = config.problem.inputs,
                              .outputs = config.problem.outputs,
                              .has_partials = J.has_value()};
    Dataset samples = dataset_of(X, Y, J);
    ModelFit fit;
    run_interruptibly(
        [&](const ActivityObserver& observer) {
            fit = fit_model(config,
                            problem,
                            std::move(samples),
                            {.cross_validate = cross_validate, .threads = threads},
                            observer);
        },
        progress);
    NamedSurrogate named = std::move(fit.model);
    return {std::move(named), std::move(fit)};
}

/// A method of the model for arrays, and the same for whatever numpy takes for one.
template <typename Result>
void add_method(nb::class_<PythonModel>& model,
                const char* name,
                Result (PythonModel::*method)(const InArray&),
                const char* text) {
    model.def(name, method, nb::arg("X").noconvert(), text);
    model.def(
        name,
        [method](PythonModel& self, const nb::object& X) { return (self.*method)(to_array(X)); },
        nb::arg("X"));
}

}  // namespace

PythonModel::PythonModel(NamedSurrogate named, std::optional<ModelFit> fit)
    : named_(std::move(named)), predictor_(named_.surrogate), fit_(std::move(fit)) {}

Dataset PythonModel::predict_at(const InArray& X, bool with_partials) const {
    const RowsMap columns = columns_of(X, "X", named_.surrogate.n_x());
    const nb::gil_scoped_release unlocked;
    return jennopt::predict(named_.surrogate, columns, with_partials);
}

OutArray PythonModel::predict(const InArray& X) {
    if (X.ndim() != 2) {
        return array_of(predictor_(point_of(X, named_.surrogate.n_x())).value);
    }
    return array_of(std::move(predict_at(X, false).Y), false);
}

OutArray PythonModel::jacobian(const InArray& X) {
    if (X.ndim() != 2) {
        Matrix J = predictor_(point_of(X, named_.surrogate.n_x())).jacobian.transpose();
        return array_of(std::move(J), false);
    }
    return array_of(predict_at(X, true).J, false);
}

nb::tuple PythonModel::evaluate(const InArray& X) {
    const Surrogate& surrogate = named_.surrogate;
    const bool is_single = X.ndim() != 2;
    const RowsMap columns = is_single
                                ? RowsMap(point_of(X, surrogate.n_x()).data(), surrogate.n_x(), 1)
                                : columns_of(X, "X", surrogate.n_x());
    Dataset prediction;
    Dataset deviation;
    {
        const nb::gil_scoped_release unlocked;
        prediction = jennopt::predict(surrogate, columns, true);
        if (surrogate.has_spread()) {
            deviation = spread(surrogate, columns, false);
        }
    }
    nb::object spread_of_values = nb::none();
    if (surrogate.has_spread()) {
        spread_of_values = nb::cast(array_of(std::move(deviation.Y), is_single));
    }
    return nb::make_tuple(array_of(std::move(prediction.Y), is_single),
                          array_of(prediction.J, is_single),
                          spread_of_values);
}

void add_models(nb::module_& module) {
    nb::class_<PythonModel> model(
        module, "Model", "A trained model: network, ensemble or kriging.");
    add_method(
        model,
        "predict",
        &PythonModel::predict,
        "Values at X, shape (m, n_x), in the samples' units: shape (m, n_y). A single point\n"
        "of shape (n_x,) gives (n_y,).");
    add_method(
        model,
        "jacobian",
        &PythonModel::jacobian,
        "Partials at X, shape (m, n_x): shape (m, n_y, n_x), entry [t, k, j] is dy_k/dx_j at\n"
        "row t. A single point of shape (n_x,) gives (n_y, n_x).");
    add_method(model,
               "_evaluate",
               &PythonModel::evaluate,
               "Values, partials, and the standard deviation of the values or None.");
    model
        .def_prop_ro(
            "n_x",
            [](const PythonModel& self) { return self.named().surrogate.n_x(); },
            "Number of inputs.")
        .def_prop_ro(
            "n_y",
            [](const PythonModel& self) { return self.named().surrogate.n_y(); },
            "Number of outputs.")
        .def_prop_ro(
            "kind",
            [](const PythonModel& self) { return kind_of(self.named().surrogate); },
            "network, ensemble of networks or kriging.")
        .def_prop_ro(
            "input_names",
            [](const PythonModel& self) { return self.named().input_names; },
            "Names of the inputs, n_x of them.")
        .def_prop_ro(
            "output_names",
            [](const PythonModel& self) { return self.named().output_names; },
            "Names of the outputs, n_y of them.")
        .def_prop_ro(
            "samples",
            [](const PythonModel& self) { return bounds_of(self.named()); },
            "Least and greatest input of the training samples, two arrays of shape (n_x,);\n"
            "None where the file does not say. Outside of them the model extrapolates.")
        .def_prop_ro(
            "report",
            [](const PythonModel& self) { return report_of(self.fit()); },
            "What was chosen and how well it predicts, a dict; None for a model from a\n"
            "file.")
        .def(
            "save",
            [](const PythonModel& self, const std::filesystem::path& file) {
                save(file, self.named());
            },
            nb::arg("file"),
            "Writes the model as a JSON file, which load() and `jennopt predict` read.")
        .def(
            "to_jenn",
            [](const PythonModel& self, const std::filesystem::path& file) {
                write_text(file, jenn_parameters(self.named()));
            },
            nb::arg("file"),
            "Writes parameters.json of the package JENN: jenn.NeuralNet.load reads it.")
        .def(
            "to_c",
            [](const PythonModel& self, const std::filesystem::path& file) {
                write_text(file, c_source(self.named(), file.stem().string()));
            },
            nb::arg("file"),
            "Writes one C99 file with <name of the file>_evaluate(x, y, J) and a self-test.")
        .def(
            "to_onnx",
            [](const PythonModel& self, const std::filesystem::path& file) {
                write_text(file, onnx_model(self.named()));
            },
            nb::arg("file"),
            "Writes an ONNX graph: input X (m, n_x), outputs Y (m, n_y) and J (m, n_y, n_x).");
    module.def(
        "load",
        [](const std::filesystem::path& file) { return PythonModel(load(file), std::nullopt); },
        nb::arg("file"),
        "Reads a model that save() or a study wrote, or parameters.json of the package JENN.");
    module.def("_fit",
               &fit_text,
               nb::arg("study"),
               nb::arg("X"),
               nb::arg("Y"),
               nb::arg("J").none(),
               nb::arg("cross_validate"),
               nb::arg("threads"),
               nb::arg("progress").none());
}

}  // namespace jennopt
