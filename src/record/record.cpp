#include "record/record.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "record/fields.hpp"
#include "record/optimizer_fields.hpp"
#include "record/selection_fields.hpp"

namespace jennopt {

// What record.json holds, once per struct.

template <Of<LossTerms> T>
void fields(T& loss, auto& visit) {
    visit("value", loss.value);
    visit("jacobian", loss.jacobian);
    visit("regularization", loss.regularization);
}

template <>
inline constexpr bool is_row<TrainingProgress> = true;

template <Of<TrainingProgress> T>
void fields(T& entry, auto& visit) {
    visit("iteration", entry.iteration);
    visit("loss", entry.loss);
    visit("gradient_norm", entry.gradient_norm);
}

template <Of<Accuracy> T>
void fields(T& accuracy, auto& visit) {
    visit("r2_value", accuracy.r2_value);
    visit("r2_partials", accuracy.r2_partials);
    visit("rmse_value", accuracy.rmse_value);
    visit("rmse_partials", accuracy.rmse_partials);
    visit("r2_values", accuracy.r2_values);
    visit("rmse_values", accuracy.rmse_values);
    visit("rmse_jacobian", accuracy.rmse_jacobian);
}

template <Of<PolishingOutcome> T>
void fields(T& outcome, auto& visit) {
    visit("kept", outcome.kept);
    visit("near_before", outcome.near_before);
    visit("near_after", outcome.near_after);
    visit("global_before", outcome.global_before);
    visit("global_after", outcome.global_after);
}

template <Of<Restart> T>
void fields(T& restart, auto& visit) {
    visit("initialization", restart.initialization);
    visit("member", restart.member);
    visit("kept", restart.kept);
    visit("loss", restart.loss);
    visit("iterations", restart.iterations);
    visit("termination", restart.termination);
    visit("failure", restart.failure);
}

template <Of<Calibration> T>
void fields(T& calibration, auto& visit) {
    visit("coverage", calibration.coverage);
    visit("rank_correlation", calibration.rank_correlation);
}

template <Of<SpreadCalibration> T>
void fields(T& calibration, auto& visit) {
    visit("values", calibration.values);
    visit("partials", calibration.partials);
}

template <Of<SearchRun> T>
void fields(T& run, auto& visit) {
    visit("start", run.start);
    visit("x", run.x);
    visit("objective", run.objective);
    visit("violation", run.violation);
    visit("evaluations", run.evaluations);
    visit("termination", run.termination);
    visit("failure", run.failure);
}

template <Of<SearchResult> T>
void fields(T& search, auto& visit) {
    visit("runs", search.runs);
    visit("best", search.best);
    visit("path", search.path);
    visit("evaluations", search.evaluations);
}

template <Of<Verdict> T>
void fields(T& verdict, auto& visit) {
    visit("true_value", verdict.true_value);
    visit("violation", verdict.violation);
    visit("gradient_norm", verdict.gradient_norm);
    visit("distance", verdict.distance);
}

template <Of<OptimumRecord> T>
void fields(T& optimum, auto& visit) {
    visit("x", optimum.x);
    visit("predicted", optimum.predicted);
    fields(optimum.verdict, visit);
    visit("failure", optimum.failure);
    visit("instead", optimum.instead);
    visit("checks", optimum.checks);
    visit("search", optimum.search);
}

template <Of<EvaluatedPoint> T>
void fields(T& point, auto& visit) {
    visit("origin", point.origin);
    visit("x", point.x);
    fields(point.verdict, visit);
    visit("outputs", point.outputs);
}

template <Of<KrigedOutput> T>
void fields(T& output, auto& visit) {
    visit("length", output.length);
    visit("deviation", output.deviation);
    visit("additive", output.additive);
    visit("value_noise", output.value_noise);
    visit("partial_noise", output.partial_noise);
}

template <Of<SurrogateRecord> T>
void fields(T& record, auto& visit) {
    visit("name", record.name);
    visit("kind", record.kind);
    visit("parameters", record.parameters);
    visit("kriging", record.kriging);
    visit("trainer", record.trainer);
    visit("iterations", record.iterations);
    visit("termination", record.termination);
    visit("selection", record.selection);
    visit("loss", record.loss);
    visit("accuracy", record.accuracy);
    visit("polishing", record.polishing);
    visit("restarts", record.restarts);
    visit("calibration", record.calibration);
    visit("true_evaluations", record.true_evaluations);
    visit("true_cost", record.true_cost);
    visit("optimum", record.optimum);
    visit("history", record.history);
}

template <Of<LostSurrogate> T>
void fields(T& lost, auto& visit) {
    visit("name", lost.name);
    visit("reason", lost.reason);
}

template <Of<ConstantRows> T>
void fields(T& constant, auto& visit) {
    visit("inputs", constant.inputs);
    visit("outputs", constant.outputs);
}

template <Of<ReplicateRecord> T>
void fields(T& record, auto& visit) {
    visit("arm", record.arm);
    visit("replicate", record.replicate);
    visit("samples", record.samples);
    visit("failed", record.failed);
    visit("failed_tests", record.failed_tests);
    visit("folds", record.folds);
    visit("missing_partials", record.missing_partials);
    visit("repeated", record.repeated);
    visit("constant", record.constant);
    visit("first_failure", record.first_failure);
    visit("truth_failure", record.truth_failure);
    visit("surrogates", record.surrogates);
    visit("optimizers", record.optimizers);
    visit("lost", record.lost);
    visit("truth", record.truth);
    visit("truth_evaluations", record.truth_evaluations);
    visit("truth_differences", record.truth_differences);
    visit("truth_progress", record.truth_progress);
    visit("best_sample", record.best_sample);
    visit("best_evaluated", record.best_evaluated);
}

namespace {

constexpr Index record_version = 3;

/// The measured times of a surrogate or an optimizer, which lie in timing.json.
void times(auto& record, auto& visit) {
    if constexpr (requires { record.proposal_seconds; }) {
        visit("proposal_seconds", record.proposal_seconds);
    } else {
        visit("train_seconds", record.train_seconds);
        visit("search_seconds", record.search_seconds);
    }
}

void write_times(const auto& records, Json& timing) {
    for (const auto& record : records) {
        FieldWriter writer{Json::object()};
        times(record, writer);
        timing[record.name] = std::move(writer.json);
    }
}

void read_times(const Json& timing, auto& records) {
    for (auto& record : records) {
        const Json json = timing.value(record.name, Json::object());
        require_field(json.is_object(), json, record.name, "an object");
        FieldReader reader{json, record.name};
        times(record, reader);
    }
}

void write_json(const std::filesystem::path& file, const Json& json) {
    // A user's text need not be UTF-8; a broken byte must not lose the record.
    write_text(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n');
}

/// Reads an object with `take`; what is wrong with it names the file.
template <typename Take>
void read_json(const std::filesystem::path& file, const Take& take) {
    const std::string remedy = fmt::format(
        "remove the folder {} and run the study again: its evaluations are kept, the rest of it is "
        "made anew",
        file.parent_path().string());
    const Json json = parse_json(read_own_text(file), file.string(), remedy);
    try {
        require_field(json.is_object(), json, "it", "an object");
        take(json);
    } catch (const Json::exception& error) {
        throw ConfigError(
            fmt::format("{}: is damaged ({}), {}", file.string(), plain_words(error), remedy));
    } catch (const Error& error) {
        throw ConfigError(fmt::format("{}: {}", file.string(), error.what()));
    }
}

void require_version(const Json& json) {
    Index version = 0;
    field_from_json(json.value("version", Json("missing")), "version", version);
    if (version > record_version) {
        throw Error(fmt::format(
            "has version {}, and this program reads up to version {}; use a newer jennopt",
            version,
            record_version));
    }
}

}  // namespace

void write_record(const std::filesystem::path& folder, const ReplicateRecord& record) {
    Json timing = Json::object();
    write_times(record.surrogates, timing);
    write_times(record.optimizers, timing);
    write_json(folder / "timing.json", timing);
    Json json{{"version", record_version}, {"sealed", true}};
    json.update(field_to_json(record));
    write_json(folder / "record.json", json);
}

ReplicateRecord read_record(const std::filesystem::path& folder) {
    ReplicateRecord record;
    read_json(folder / "record.json", [&](const Json& json) {
        require_version(json);
        field_from_json(json, "", record);
        record.is_sealed = json.value("sealed", Json()) == true;
    });
    read_json(folder / "timing.json", [&](const Json& json) {
        read_times(json, record.surrogates);
        read_times(json, record.optimizers);
    });
    return record;
}

}  // namespace jennopt
