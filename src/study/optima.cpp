#include "study/optima.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"

namespace jennopt {

namespace {

std::string row(const std::string& name, const OptimumRecord& optimum) {
    const SearchRun& best = optimum.search.runs.at(static_cast<std::size_t>(optimum.search.best));
    return fmt::format("{},{},{},{},{},{},{},{},{}\n",
                       name,
                       fmt::join(optimum.x.begin(), optimum.x.end(), ","),
                       csv_cell(optimum.predicted),
                       csv_cell(optimum.verdict.true_value),
                       csv_cell(optimum.verdict.violation),
                       csv_cell(optimum.verdict.gradient_norm),
                       csv_cell(optimum.verdict.distance),
                       optimum.search.evaluations,
                       name_of(best.termination));
}

}  // namespace

void write_optima(const std::filesystem::path& file,
                  const ProblemInfo& problem,
                  const ReplicateRecord& record) {
    std::string text = "surrogate";
    for (const Input& input : problem.inputs) {
        text += ',' + csv_cell(input.name);
    }
    text += ",predicted,true_value,violation,gradient_norm,distance,evaluations,termination\n";
    for (const SurrogateRecord& surrogate : record.surrogates) {
        text += row(surrogate.name, surrogate.optimum);
    }
    if (record.truth) {
        text += row("truth", *record.truth);
    }
    write_text(file, text);
}

}  // namespace jennopt
