#include "study/results_folder.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"

namespace jennopt {

namespace {

namespace fs = std::filesystem;

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

std::string row(const OptimizerRecord& optimizer) {
    const auto& [origin, x, verdict, outputs] = *optimizer.best;
    return fmt::format("{},{},,{},{},{},{},{},{}\n",
                       optimizer.name,
                       fmt::join(x.begin(), x.end(), ","),
                       csv_cell(verdict.true_value),
                       csv_cell(verdict.violation),
                       csv_cell(verdict.gradient_norm),
                       csv_cell(verdict.distance),
                       optimizer.evaluations(),
                       optimizer.termination);
}

}  // namespace

WallTime read_wall_time(const fs::path& folder) {
    const fs::path file = folder / "timing.json";
    if (!fs::exists(file)) {
        return {};
    }
    constexpr const char* remedy = "remove it: it holds the time of earlier runs, no results";
    try {
        const Json json = parse_json(read_own_text(file), file.string(), remedy);
        const Json& jobs = json.at("jobs");
        const WallTime time{.seconds = json.at("seconds").get<double>(),
                            .jobs = jobs.is_number_integer() ? jobs.get<Index>() : -1};
        constexpr double most_seconds = 1e10;  // three hundred years
        if (!(time.seconds >= 0.0 && time.seconds <= most_seconds) || time.jobs < 0) {
            throw ConfigError(fmt::format(
                "{}: is damaged (no time and jobs of a run), {}", file.string(), remedy));
        }
        return time;
    } catch (const Json::exception& error) {
        throw ConfigError(
            fmt::format("{}: is damaged ({}), {}", file.string(), plain_words(error), remedy));
    }
}

void write_wall_time(const fs::path& folder, const WallTime& time) {
    const Json json{{"seconds", time.seconds}, {"jobs", time.jobs}};
    write_text(folder / "timing.json", json.dump(2) + '\n');
}

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
    for (const OptimizerRecord& optimizer : record.optimizers) {
        text += row(optimizer);
    }
    write_text(file, text);
}

}  // namespace jennopt
