#include "problem/evaluation_scope.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/process.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace jennopt {

namespace {

thread_local EvaluationScope* innermost = nullptr;

}  // namespace

EvaluationScope::EvaluationScope(std::filesystem::path folder, std::string key)
    : folder_(std::move(folder)),
      key_(std::move(key)),
      exceptions_(std::uncaught_exceptions()),
      outer_(innermost) {
    innermost = this;
}

EvaluationScope::~EvaluationScope() {
    innermost = outer_;
    if (std::uncaught_exceptions() == exceptions_) {
        for (const std::filesystem::path& folder : answered_) {
            std::error_code ignored;  // a folder too many is no reason to lose an evaluation
            std::filesystem::remove_all(folder, ignored);
        }
    }
}

EvaluationScope* EvaluationScope::current() {
    return innermost;
}

std::filesystem::path EvaluationScope::folder(int attempt) const {
    std::string name = key_;
    std::replace(name.begin(), name.end(), '/', '-');
    return folder_ / (attempt == 1 ? name : fmt::format("{}-{}", name, attempt));
}

std::filesystem::path EvaluationScope::make_folder() {
    const auto refuse = [](const std::filesystem::path& place, const std::string& cause) {
        throw MachineFailure(
            fmt::format("the folder {} cannot be made: {}", place.string(), cause));
    };
    std::filesystem::path place = folder(++made_);
    while (is_folder_in_use(place)) {
        place = folder(++made_);
    }
    std::error_code problem;
    std::filesystem::create_directories(folder_, problem);
    if (!problem) {
        std::filesystem::remove_all(place, problem);
    }
    if (problem) {
        refuse(place, problem.message());
    }
    if (!std::filesystem::create_directory(place, problem)) {
        refuse(place, problem ? problem.message() : "another process made it");
    }
    return place;
}

void EvaluationScope::remove_at_end(std::filesystem::path folder) {
    answered_.push_back(std::move(folder));
}

}  // namespace jennopt
