/// A file of evaluations in a study's folder, and the evaluations that a study makes with it.

#include "study/evaluation_store.hpp"

#include "fuzz/input.hpp"

namespace {

class Two final : public jennopt::Problem {
public:
    Two()
        : Problem({.name = "two",
                   .inputs = {{"x1", "", 0.0, 1.0}, {"x2", "", 0.0, 1.0}},
                   .outputs = {{"y", "", jennopt::OutputRole::objective}}}) {}

private:
    [[nodiscard]] jennopt::Evaluation do_evaluate(const jennopt::ConstVectorRef& x,
                                                  jennopt::Derivatives /*wanted*/) const override {
        return {.value = jennopt::Vector{{x.sum()}}, .jacobian = jennopt::Matrix{{1.0, 1.0}}};
    }
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jennopt;
    static const Two problem;
    const auto folder =
        fuzz::file_with("evaluations/000001.jsonl", fuzz::text_of(data, size)).parent_path();
    fuzz::read_or_refuse([&] {
        EvaluationStore store(folder, /*retry_failed=*/false);
        const EvaluationResult found = store.evaluate(problem, "f", Vector{{0.25, 0.5}});
        if (found.failure.empty() && (found.y.value.size() != 1 || found.y.jacobian.size() != 2)) {
            throw std::logic_error("an evaluation of another shape was taken");
        }
        store.finish();
    });
    std::filesystem::remove_all(folder);
    return 0;
}
