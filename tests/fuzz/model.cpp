/// A model's file, ours or that of the Python package JENN, and a prediction.

#include "jennopt/surrogate/model_file.hpp"

#include "fuzz/input.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jennopt;
    const auto file = fuzz::file_with("model.json", fuzz::text_of(data, size));
    fuzz::read_or_refuse([&] {
        const NamedSurrogate model = load(file);
        const Index n_x = model.surrogate.n_x();
        const Evaluation y = evaluate(model.surrogate, Vector::Constant(n_x, 0.5));
        if (y.value.size() != model.surrogate.n_y() || y.jacobian.cols() != n_x) {
            throw std::logic_error("a prediction has another shape than the model");
        }
        if (model.surrogate.has_spread()) {
            (void)spread(model.surrogate, Vector::Constant(n_x, 0.5), /*with_partials=*/true);
        }
        save(file, model);
        (void)load(file);
        (void)jenn_parameters(model);
    });
    return 0;
}
