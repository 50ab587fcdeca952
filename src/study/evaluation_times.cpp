#include "study/evaluation_times.hpp"

#include "core/json_text.hpp"
#include "core/text_file.hpp"

#include <cmath>

namespace jennopt {

namespace {

std::filesystem::path times_file(const std::filesystem::path& folder) {
    return folder / "timing.json";
}

}  // namespace

EvaluationCount evaluation_times(const std::filesystem::path& folder) {
    const std::filesystem::path file = times_file(folder);
    if (!std::filesystem::exists(file)) {
        return {};
    }
    const Json json = json_in(read_own_text(file)).value_or(Json());
    if (!json.is_object() || !json.value("evaluations", Json()).is_number_integer() ||
        !json.value("seconds", Json()).is_number()) {
        return {};  // damaged: nothing is lost but an estimate
    }
    const EvaluationCount count{.timed = json.at("evaluations").get<Index>(),
                                .seconds = json.at("seconds").get<double>()};
    constexpr Index most = 1'000'000'000'000;
    const bool is_right = count.timed >= 0 && count.timed < most && count.seconds >= 0.0 &&
                          std::isfinite(count.seconds);
    return is_right ? count : EvaluationCount{};
}

void keep_evaluation_times(const std::filesystem::path& folder, const EvaluationCount& count) {
    if (count.timed > 0) {
        const Json json{{"evaluations", count.timed}, {"seconds", count.seconds}};
        write_text(times_file(folder), json.dump() + '\n');
    }
}

}  // namespace jennopt
