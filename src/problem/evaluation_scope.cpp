#include "problem/evaluation_scope.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace jennopt {

namespace {

thread_local EvaluationScope* innermost = nullptr;

}  // namespace

EvaluationScope::EvaluationScope(std::filesystem::path folder, std::string key)
    : folder_(std::move(folder)), key_(std::move(key)), outer_(innermost) {
    innermost = this;
}

EvaluationScope::~EvaluationScope() {
    innermost = outer_;
}

EvaluationScope* EvaluationScope::current() {
    return innermost;
}

std::filesystem::path EvaluationScope::make_folder() {
    std::string name = key_;
    std::replace(name.begin(), name.end(), '/', '-');
    if (++made_ > 1) {
        name += fmt::format("-{}", made_);
    }
    std::filesystem::path place = folder_ / name;
    std::error_code problem;
    std::filesystem::create_directories(folder_, problem);
    if (!problem) {
        std::filesystem::remove_all(place, problem);
    }
    if (problem) {
        throw EvaluationError(
            fmt::format("the folder {} cannot be made: {}", place.string(), problem.message()));
    }
    if (!std::filesystem::create_directory(place, problem)) {
        throw EvaluationError(fmt::format("the folder {} cannot be made: {}",
                                          place.string(),
                                          problem ? problem.message() : "another process made it"));
    }
    return place;
}

}  // namespace jennopt
