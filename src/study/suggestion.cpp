#include "study/suggestion.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "problem/names.hpp"
#include "study/optimizer_run.hpp"
#include "study/optimizer_starts.hpp"

#include <algorithm>
#include <limits>
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

/// The table's columns by name.
class RunColumns {
public:
    RunColumns(const std::filesystem::path& file, const Table& table)
        : file_(file), table_(table) {}

    /// -1 where there is none.
    [[nodiscard]] Index find(const std::string& name) {
        const auto found = std::ranges::find(table_.columns, name);
        if (found == table_.columns.end()) {
            return -1;
        }
        used_.push_back(name);
        return found - table_.columns.begin();
    }

    [[nodiscard]] Index require(const std::string& name) {
        const Index column = find(name);
        if (column < 0) {
            throw ConfigError(fmt::format("{}:1:1: has no column \"{}\"{}",
                                          file_.string(),
                                          name,
                                          did_you_mean(name, table_.columns)));
        }
        return column;
    }

    [[nodiscard]] std::vector<std::string> unused() const {
        std::vector<std::string> names = table_.columns;
        std::erase_if(names, [&](const std::string& name) { return contains(used_, name); });
        return names;
    }

private:
    const std::filesystem::path& file_;
    const Table& table_;
    std::vector<std::string> used_;
};

/// Where a problem's numbers stand in a table.
struct RunLayout {
    std::vector<Index> inputs;
    std::vector<Index> outputs;
    std::vector<std::vector<Index>> partials;  ///< [output][input], -1: no such column
    bool has_partials = false;
};

RunLayout find_layout(RunColumns& columns, const ProblemInfo& problem) {
    RunLayout layout;
    for (const Input& input : problem.inputs) {
        layout.inputs.push_back(columns.require(input.name));
    }
    for (const Output& output : problem.outputs) {
        layout.outputs.push_back(columns.require(output.name));
        layout.partials.emplace_back();
        for (const Input& input : problem.inputs) {
            const Index column = columns.find(fmt::format("d_{}_d_{}", output.name, input.name));
            layout.partials.back().push_back(column);
            layout.has_partials = layout.has_partials || column >= 0;
        }
    }
    return layout;
}

Outcome outcome_of(const ConstVectorRef& cells, const RunLayout& layout) {
    Outcome outcome{.x = cells(layout.inputs)};
    outcome.y.value = cells(layout.outputs);
    outcome.failed = !outcome.y.value.allFinite();
    outcome.y.jacobian = Matrix::Constant(std::ssize(layout.outputs),
                                          std::ssize(layout.inputs),
                                          std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k < layout.outputs.size(); ++k) {
        for (std::size_t j = 0; j < layout.inputs.size(); ++j) {
            if (layout.partials[k][j] >= 0) {
                outcome.y.jacobian(static_cast<Index>(k), static_cast<Index>(j)) =
                    cells(layout.partials[k][j]);
            }
        }
    }
    if (outcome.failed) {
        outcome.y = {};
    }
    return outcome;
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

/// Takes in the rows of one round, or one row that was not proposed.
AbsorbedRows absorb_round(Sequential& state, Index batch, std::span<const Outcome> rows) {
    const std::vector<Proposal> proposals = state.propose(batch);
    const std::size_t n = matching(proposals, rows);
    if (n == rows.size() && n < proposals.size()) {
        return {};
    }
    if (n == 0) {
        state.absorb(rows.first(1));
        return {1, false};
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
    const Table table = read_csv(file, names_of(problem.inputs));
    RunColumns columns(file, table);
    const RunLayout layout = find_layout(columns, problem);
    if (const std::vector<std::string> unused = columns.unused(); !unused.empty()) {
        runs.notes.push_back(
            fmt::format("{}: not used: {}.", file.string(), fmt::join(unused, ", ")));
    }
    if (!layout.has_partials && problem.has_partials) {
        runs.notes.push_back(fmt::format(
            "{} has no columns of partials (d_{}_d_{} and the like): points are proposed from "
            "values alone, which takes several times as many runs.",
            file.string(),
            problem.outputs.front().name,
            problem.inputs.front().name));
    }
    const Bounds bounds = problem.bounds();
    for (Index row = 0; row < table.rows.rows(); ++row) {
        const Vector cells = table.rows.row(row).transpose();
        runs.rows.push_back(outcome_of(cells, layout));
        const Index line = table.lines[static_cast<std::size_t>(row)];
        if (!bounds.contains(runs.rows.back().x)) {
            runs.notes.push_back(fmt::format(
                "{}:{}: the point lies outside the bounds; it is used.", file.string(), line));
        }
        if (runs.rows.back().failed && cells(layout.outputs).array().isFinite().any()) {
            runs.notes.push_back(fmt::format(
                "{}:{}: some outputs are there and some are not; the run counts as failed.",
                file.string(),
                line));
        }
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
        result.given += taken.proposed ? 0 : 1;
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
                       const std::filesystem::path& study_folder) {
    const Rng rng = Rng(config.seed).child("replicate", 0);
    return {problem,
            optimizer.sequential,
            optimizer_starts(optimizer.starts, problem, study_folder, 0, rng),
            optimizer_stream(rng)};
}

}  // namespace jennopt
