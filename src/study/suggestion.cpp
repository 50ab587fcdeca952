#include "study/suggestion.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "study/given_data.hpp"
#include "study/optimizer_run.hpp"
#include "study/optimizer_starts.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

/// Points of a round that somebody asked for beyond the study's batch are looked for up to here.
constexpr Index largest_round = 64;

/// A file that somebody has begun with its header, or with nothing.
bool has_rows(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return false;
    }
    const std::string text = read_text(file);
    const std::size_t header = text.find('\n');
    return header != std::string::npos &&
           text.find_first_not_of(" \t\r\n", header) != std::string::npos;
}

/// Whether a row has a partial; true where no run came back.
bool has_partials(const std::vector<Outcome>& rows) {
    const auto has_any = [](const Outcome& row) { return row.y.jacobian.array().isFinite().any(); };
    return std::ranges::count(rows, true, &Outcome::failed) == std::ssize(rows) ||
           std::ranges::any_of(rows, has_any);
}

/// How many of the rows, from the first one on, are the proposals.
std::size_t matching(const std::vector<Proposal>& proposals, std::span<const Outcome> rows) {
    std::size_t n = 0;
    while (n < std::min(proposals.size(), rows.size()) && proposals[n].x == rows[n].x) {
        ++n;
    }
    return n;
}

struct AbsorbedRows {
    std::size_t count = 0;  ///< 0: the rows are the beginning of a round that is not finished
    bool proposed = true;
};

/// Takes in rows that were not proposed, all at once: the first ones up to a row that the state
/// proposes after them, all where there is none.
AbsorbedRows absorb_given(Sequential& state, std::span<const Outcome> rows) {
    for (std::size_t n = 1; n < rows.size(); ++n) {
        Sequential next = state;
        next.absorb(rows.first(n));
        if (matching(next.propose(1), rows.subspan(n)) > 0) {
            state = std::move(next);
            return {n, false};
        }
    }
    state.absorb(rows);
    return {rows.size(), false};
}

/// Takes in the rows of one round, or those that were not proposed.
AbsorbedRows absorb_round(Sequential& state, Index batch, std::span<const Outcome> rows) {
    const std::vector<Proposal> proposals = state.propose(batch);
    const std::size_t n = matching(proposals, rows);
    if (n == rows.size() && n < proposals.size()) {
        return {};
    }
    if (n == 0) {
        return absorb_given(state, rows);
    }
    if (n < proposals.size()) {
        state.absorb(rows.first(n));
        return {n};
    }
    Sequential next = state;
    next.absorb(rows.first(n));
    if (n < rows.size() && matching(next.propose(1), rows.subspan(n)) == 0) {
        // Not what a run of this batch does next: more points may have been asked for at once.
        const auto most = std::min<Index>(std::ssize(rows), largest_round);
        if (const std::size_t more = matching(state.propose(most), rows); more > n) {
            state.absorb(rows.first(more));
            return {more};
        }
    }
    state = std::move(next);
    return {n};
}

}  // namespace

RunTable read_runs(const std::filesystem::path& file, const ProblemInfo& problem) {
    RunTable runs;
    if (!has_rows(file)) {
        runs.notes.push_back(
            fmt::format("{} has no runs yet: the first points are starts.", file.string()));
        return runs;
    }
    const GivenData given = read_given_data(file, problem);
    runs.rows = given.outcomes();
    if (given.has_remarks()) {
        runs.notes.push_back(given.text() + ".");
    }
    if (problem.has_partials && !has_partials(runs.rows)) {
        runs.notes.push_back(fmt::format(
            "{} has no partials (d_{}_d_{} and the like): points are proposed from values alone, "
            "which takes several times as many runs.",
            file.string(),
            problem.outputs.front().name,
            problem.inputs.front().name));
    }
    return runs;
}

Suggestion suggest(Sequential state, Index batch, std::span<const Outcome> rows, Index count) {
    Suggestion result;
    while (!rows.empty()) {
        const AbsorbedRows taken = absorb_round(state, batch, rows);
        if (taken.count == 0) {
            break;
        }
        result.given += taken.proposed ? 0 : static_cast<Index>(taken.count);
        rows = rows.subspan(taken.count);
    }
    const Index pending = std::ssize(rows);
    result.proposals = state.propose(count > 0 ? pending + count : batch);
    result.proposals.erase(
        result.proposals.begin(),
        result.proposals.begin() + std::min<Index>(pending, std::ssize(result.proposals)));
    result.termination = state.termination();
    result.expected_gain = state.expected_gain();
    for (const Outcome& row : rows) {  // the best of an unfinished round counts, its models do not
        state.absorb(std::span(&row, 1));
    }
    result.best = state.best();
    return result;
}

Sequential first_state(const StudyConfig& config,
                       const OptimizerConfig& optimizer,
                       const ProblemInfo& problem,
                       const std::filesystem::path& study_folder,
                       std::span<const Outcome> given) {
    const Rng rng = Rng(config.seed).child("replicate", 0);
    Sequential state(problem,
                     optimizer.sequential,
                     optimizer_starts(optimizer.starts, problem, study_folder, 0, rng),
                     optimizer_stream(rng));
    state.absorb(given);
    return state;
}

}  // namespace jennopt
