#pragma once

#include "jennopt/problem/problem.hpp"
#include "report/study_folder.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct FakeStudyOptions {
    jennopt::Index n_x = 2;
    jennopt::Index replicates = 5;
    std::vector<jennopt::Index> counts = {25};  ///< training samples, one arm each
    jennopt::Index test_count = 200;
    bool constraint = false;  ///< a second output, sum(x) - 1.5 <= 0
};

/// A study as a run leaves it, made in a moment: networks with random hidden weights whose output
/// layer is fitted to values (nn) or to values and partials (jenn), searched by plain descent.
struct FakeStudy {
    std::unique_ptr<jennopt::Problem> truth;
    jennopt::StudyResults input;
};

[[nodiscard]] FakeStudy fake_study(const std::filesystem::path& folder,
                                   const FakeStudyOptions& options = {});

/// Records only, made up: two surrogates "nn" and "jenn" and the truth, one number per replicate
/// for the distance, everything else plausible. No files.
[[nodiscard]] jennopt::StudyResults made_up_input(const std::vector<double>& nn_distances,
                                                  const std::vector<double>& jenn_distances);
