#include "report/replicate_files.hpp"

#include "core/format.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// -1 where the table has no such column.
Index find_column(const Table& table, const std::string& name) {
    const auto found = std::ranges::find(table.columns, name);
    return found == table.columns.end() ? -1 : found - table.columns.begin();
}

Dataset read_dataset(const std::filesystem::path& file, const ProblemInfo& problem) {
    const Table table = read_csv(file);
    const Index m = table.rows.rows();
    const auto row_of = [&](const std::string& name) -> Eigen::RowVectorXd {
        const Index column = find_column(table, name);
        if (column < 0) {
            throw Error(fmt::format("{}: has no column {}", file.string(), name));
        }
        return table.rows.col(column).transpose();
    };
    const Matrix missing = Matrix::Constant(problem.n_y(), m, std::nan(""));
    Dataset data{Matrix(problem.n_x(), m),
                 Matrix(problem.n_y(), m),
                 std::vector<Matrix>(problem.inputs.size(), missing)};
    for (Index k = 0; k < problem.n_y(); ++k) {
        const std::string& output = problem.outputs[static_cast<std::size_t>(k)].name;
        data.Y.row(k) = row_of(output);
        for (std::size_t j = 0; j < problem.inputs.size(); ++j) {
            const auto name = fmt::format("d_{}_d_{}", output, problem.inputs[j].name);
            if (find_column(table, name) >= 0) {
                data.J[j].row(k) = row_of(name);
            }
        }
    }
    for (Index j = 0; j < problem.n_x(); ++j) {
        data.X.row(j) = row_of(problem.inputs[static_cast<std::size_t>(j)].name);
    }
    return data;
}

}  // namespace

std::filesystem::path folder_of(const StudyResults& study,
                                const ArmResults& arm,
                                const ReplicateRecord& replicate) {
    return study.folder / arm.arm.id / fmt::format("r{}", replicate.replicate);
}

Dataset read_training(const StudyResults& study,
                      const ArmResults& arm,
                      const ReplicateRecord& replicate) {
    return read_dataset(folder_of(study, arm, replicate) / "training.csv", arm.problem);
}

Dataset predictions(const TrainedModel& model, const ReplicateFiles& files) {
    return model.held_out ? *model.held_out : predict(model.surrogate, files.judged().X, true);
}

ReplicateFiles read_files(const StudyResults& study,
                          const ArmResults& arm,
                          const ReplicateRecord& replicate) {
    const std::filesystem::path folder = folder_of(study, arm, replicate);
    ReplicateFiles files{
        .training = read_training(study, arm, replicate), .test = {}, .models = {}};
    const bool is_tested = !std::filesystem::exists(folder / "held_out");
    if (is_tested) {
        files.test = read_dataset(folder / "test.csv", arm.problem);
    }
    for (const SurrogateRecord& record : replicate.surrogates) {
        const std::filesystem::path file = folder / "models" / (record.name + ".json");
        Surrogate surrogate = load(file).surrogate;
        if (surrogate.n_x() != arm.problem.n_x() || surrogate.n_y() != arm.problem.n_y()) {
            throw Error(
                file.string() +
                fmt::format(": has {} inputs and {} outputs", surrogate.n_x(), surrogate.n_y()) +
                fmt::format(", the problem {} and {}", arm.problem.n_x(), arm.problem.n_y()));
        }
        files.models.push_back({record.name, std::move(surrogate)});
        if (!is_tested) {
            files.models.back().held_out =
                read_dataset(folder / "held_out" / (record.name + ".csv"), arm.problem);
        }
    }
    return files;
}

}  // namespace jennopt
