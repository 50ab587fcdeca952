#include "record/record.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

#include "record/training_json.hpp"
#include <array>
#include <fstream>

namespace jennopt {

namespace {

constexpr int record_version = 2;

SearchTermination search_termination_from(const std::string& text) {
    constexpr std::array all{SearchTermination::stationary,
                             SearchTermination::no_progress,
                             SearchTermination::max_evaluations,
                             SearchTermination::solver_failed,
                             SearchTermination::stopped};
    for (const SearchTermination termination : all) {
        if (to_string(termination) == text) {
            return termination;
        }
    }
    throw Error(fmt::format("search termination is '{}', expected one of the known ones", text));
}

Json to_json(const SearchResult& search) {
    Json runs = Json::array();
    for (const SearchRun& run : search.runs) {
        runs.push_back({{"start", json_list(run.start)},
                        {"x", json_list(run.x)},
                        {"objective", number_to(run.objective)},
                        {"violation", number_to(run.violation)},
                        {"evaluations", run.evaluations},
                        {"termination", to_string(run.termination)},
                        {"failure", run.failure}});
    }
    return {{"runs", runs},
            {"best", search.best},
            {"path", json_rows(search.path)},
            {"evaluations", search.evaluations}};
}

SearchResult search_from(const Json& json) {
    SearchResult search;
    for (const Json& run : json.at("runs")) {
        search.runs.push_back(
            {.start = vector_from(run.at("start")),
             .x = vector_from(run.at("x")),
             .objective = number_from(run.at("objective")),
             .violation = number_from(run.at("violation")),
             .evaluations = run.at("evaluations").get<Index>(),
             .termination = search_termination_from(run.at("termination").get<std::string>()),
             .failure = run.at("failure").get<std::string>()});
    }
    search.best = json.at("best").get<Index>();
    search.path = matrix_from(json.at("path"));
    search.evaluations = json.at("evaluations").get<Index>();
    return search;
}

Json to_json(const OptimumRecord& optimum) {
    return {{"x", json_list(optimum.x)},
            {"predicted", number_to(optimum.predicted)},
            {"true_value", number_to(optimum.verdict.true_value)},
            {"violation", number_to(optimum.verdict.violation)},
            {"gradient_norm", number_to(optimum.verdict.gradient_norm)},
            {"distance", number_to(optimum.verdict.distance)},
            {"failure", optimum.failure},
            {"search", to_json(optimum.search)}};
}

OptimumRecord optimum_from(const Json& json) {
    return {.search = search_from(json.at("search")),
            .x = vector_from(json.at("x")),
            .predicted = number_from(json.at("predicted")),
            .verdict = {.true_value = number_from(json.at("true_value")),
                        .violation = number_from(json.at("violation")),
                        .gradient_norm = number_from(json.at("gradient_norm")),
                        .distance = number_from(json.at("distance"))},
            .failure = json.at("failure").get<std::string>()};
}

Json to_json(const Selection& selection) {
    Json candidates = Json::array();
    for (const SelectionCandidate& candidate : selection.candidates) {
        candidates.push_back({{"gamma", number_to(candidate.gamma)},
                              {"lambda", number_to(candidate.lambda)},
                              {"value_error", number_to(candidate.value_error)},
                              {"partial_error", number_to(candidate.partial_error)},
                              {"folds", candidate.folds},
                              {"samples", candidate.samples}});
    }
    return {{"lambda", number_to(selection.lambda)},
            {"gamma", number_to(selection.gamma)},
            {"candidates", std::move(candidates)},
            {"stopped", selection.stopped}};
}

Selection selection_from(const Json& json) {
    Selection selection{.lambda = number_from(json.at("lambda")),
                        .gamma = number_from(json.at("gamma")),
                        .candidates = {},
                        .stopped = json.at("stopped").get<bool>()};
    for (const Json& candidate : json.at("candidates")) {
        selection.candidates.push_back({.gamma = number_from(candidate.at("gamma")),
                                        .lambda = number_from(candidate.at("lambda")),
                                        .value_error = number_from(candidate.at("value_error")),
                                        .partial_error = number_from(candidate.at("partial_error")),
                                        .folds = candidate.at("folds").get<Index>(),
                                        .samples = candidate.at("samples").get<Index>()});
    }
    return selection;
}

Json to_json(const SurrogateRecord& record) {
    Json json = {{"name", record.name},
                 {"kind", record.kind},
                 {"parameters", record.parameters},
                 {"trainer", record.trainer},
                 {"iterations", record.iterations},
                 {"termination", record.termination},
                 {"selection", to_json(record.selection)},
                 {"loss", to_json(record.loss)},
                 {"accuracy", to_json(record.accuracy)},
                 {"polishing", nullptr},
                 {"restarts", to_json(record.restarts)},
                 {"calibration", nullptr},
                 {"true_evaluations", record.true_evaluations},
                 {"true_cost", number_to(record.true_cost)},
                 {"optimum", to_json(record.optimum)},
                 {"history", to_json(record.history)}};
    if (record.polishing) {
        json["polishing"] = to_json(*record.polishing);
    }
    if (record.calibration) {
        json["calibration"] = to_json(*record.calibration);
    }
    return json;
}

SurrogateRecord surrogate_from(const Json& json, const Json& timing) {
    SurrogateRecord record{.name = json.at("name").get<std::string>(),
                           .kind = json.at("kind").get<std::string>(),
                           .parameters = json.at("parameters").get<Index>(),
                           .trainer = json.value("trainer", std::string()),
                           .iterations = json.at("iterations").get<Index>(),
                           .termination = json.at("termination").get<std::string>(),
                           .selection = selection_from(json.at("selection")),
                           .loss = loss_from(json.at("loss")),
                           .history = history_from(json.at("history")),
                           .accuracy = accuracy_from(json.at("accuracy")),
                           .polishing = {},
                           .restarts = restarts_from(json.at("restarts")),
                           .calibration = {},
                           .optimum = optimum_from(json.at("optimum")),
                           .true_evaluations = json.at("true_evaluations").get<Index>(),
                           .true_cost = number_from(json.at("true_cost"))};
    if (!json.at("polishing").is_null()) {
        record.polishing = polishing_from(json.at("polishing"));
    }
    if (!json.at("calibration").is_null()) {
        record.calibration = calibration_from(json.at("calibration"));
    }
    const Json& seconds = timing.at(record.name);
    record.train_seconds = number_from(seconds.at("train_seconds"));
    record.search_seconds = number_from(seconds.at("search_seconds"));
    return record;
}

Json to_json(const ReplicateRecord& record) {
    Json json = {
        {"version", record_version},
        {"arm", record.arm},
        {"replicate", record.replicate},
        {"samples", record.samples},
        {"failed", record.failed},
        {"failed_tests", record.failed_tests},
        {"missing_partials", record.missing_partials},
        {"repeated", record.repeated},
        {"constant", {{"inputs", record.constant.inputs}, {"outputs", record.constant.outputs}}},
        {"first_failure", record.first_failure},
        {"truth_failure", record.truth_failure},
        {"surrogates", Json::array()},
        {"lost", Json::array()},
        {"truth", nullptr},
        {"truth_evaluations", record.truth_evaluations}};
    for (const SurrogateRecord& surrogate : record.surrogates) {
        json["surrogates"].push_back(to_json(surrogate));
    }
    for (const LostSurrogate& lost : record.lost) {
        json["lost"].push_back({{"name", lost.name}, {"reason", lost.reason}});
    }
    if (record.truth) {
        json["truth"] = to_json(*record.truth);
    }
    return json;
}

ConstantRows constant_from(const Json& json) {
    return {.inputs = json.at("inputs").get<std::vector<Index>>(),
            .outputs = json.at("outputs").get<std::vector<Index>>()};
}

ReplicateRecord record_from(const Json& json, const Json& timing) {
    if (const int version = json.at("version").get<int>(); version != record_version) {
        throw Error(fmt::format("version is {}, expected {}", version, record_version));
    }
    ReplicateRecord record{.arm = json.at("arm").get<std::string>(),
                           .replicate = json.at("replicate").get<Index>(),
                           .samples = json.at("samples").get<Index>(),
                           .failed = json.at("failed").get<Index>(),
                           .failed_tests = json.at("failed_tests").get<Index>(),
                           .missing_partials = json.at("missing_partials").get<Index>(),
                           .repeated = json.at("repeated").get<Index>(),
                           .constant = constant_from(json.at("constant")),
                           .first_failure = json.at("first_failure").get<std::string>(),
                           .surrogates = {},
                           .lost = {},
                           .truth = {},
                           .truth_evaluations = json.at("truth_evaluations").get<Index>(),
                           .truth_failure = json.at("truth_failure").get<std::string>()};
    for (const Json& surrogate : json.at("surrogates")) {
        record.surrogates.push_back(surrogate_from(surrogate, timing));
    }
    for (const Json& lost : json.at("lost")) {
        record.lost.push_back(
            {lost.at("name").get<std::string>(), lost.at("reason").get<std::string>()});
    }
    if (!json.at("truth").is_null()) {
        record.truth = optimum_from(json.at("truth"));
    }
    return record;
}

void write_json(const std::filesystem::path& file, const Json& json) {
    // A user's text need not be UTF-8; a broken byte must not lose the record.
    write_text(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n');
}

Json read_json(const std::filesystem::path& file) {
    try {
        return Json::parse(read_text(file));
    } catch (const Json::exception& error) {
        throw Error(fmt::format("{}: is damaged: {}", file.string(), error.what()));
    }
}

}  // namespace

void write_record(const std::filesystem::path& folder, const ReplicateRecord& record) {
    Json timing = Json::object();
    for (const SurrogateRecord& surrogate : record.surrogates) {
        timing[surrogate.name] = {{"train_seconds", number_to(surrogate.train_seconds)},
                                  {"search_seconds", number_to(surrogate.search_seconds)}};
    }
    write_json(folder / "timing.json", timing);
    write_json(folder / "record.json", to_json(record));
}

ReplicateRecord read_record(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "record.json";
    const Json json = read_json(file);
    const Json timing = read_json(folder / "timing.json");
    try {
        return record_from(json, timing);
    } catch (const Json::exception& error) {
        throw Error(fmt::format("{}: is damaged: {}", file.string(), error.what()));
    } catch (const Error& error) {
        throw Error(fmt::format("{}: {}", file.string(), error.what()));
    }
}

}  // namespace jennopt
