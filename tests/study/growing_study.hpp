#pragma once

#include "study/continuation.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"

/// Four samples and the check of one optimum.
inline constexpr const char* quick_study =
    "study: grown\nreplicates: 1\nproblem: {name: counting}\n"
    "sampling: {plan: sobol, count: 4}\ntest: none\n"
    "defaults: {hidden: [2], lambda: 0.001, gamma: 1, training: {max_iterations: 5}}\n"
    "surrogates: {nn: {kind: nn}}\n"
    "optimization: {starts: 1, max_evaluations: 5, truth_baseline: false}\n";

/// A folder in which one study is run after another.
class GrowingStudy {
public:
    explicit GrowingStudy(std::function<bool(const jennopt::Vector&)> fails = nullptr)
        : problem_(std::make_shared<const CountingProblem>(std::move(fails))) {}

    /// How many evaluations the run made.
    int run(const std::string& text, jennopt::RunOptions options = {}) {
        study_ = jennopt::study_from(text, folder_);
        options.output = folder_.path() / "out";
        sentences_ = jennopt::check_output(study_, options);
        const int before = problem_->evaluations;
        place_ =
            jennopt::run(study_, jennopt::arms_with(study_, problem_), options, jennopt::silent);
        return problem_->evaluations - before;
    }

    [[nodiscard]] std::filesystem::path replicate(jennopt::Index number = 0) const {
        return unit_folder(place_, study_, {0, number});
    }

    [[nodiscard]] const std::vector<std::string>& sentences() const { return sentences_; }

    [[nodiscard]] const std::filesystem::path& folder() const { return place_; }

    [[nodiscard]] const jennopt::Study& study() const { return study_; }

private:
    ScratchFolder folder_;
    std::shared_ptr<const CountingProblem> problem_;
    jennopt::Study study_;
    std::vector<std::string> sentences_;
    std::filesystem::path place_;
};
