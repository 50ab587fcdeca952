#include "report/replicate_files.hpp"

#include "core/format.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

Index find_column(const Table& table, const std::string& name) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), name);
    return found == table.columns.end() ? -1 : found - table.columns.begin();
}

Vector needed_column(const Table& table,
                     const std::string& name,
                     const std::filesystem::path& file) {
    const Index column = find_column(table, name);
    if (column < 0) {
        throw Error(fmt::format("{}: has no column {}", file.string(), name));
    }
    return table.rows.col(column);
}

Dataset read_dataset(const std::filesystem::path& file, const ProblemInfo& problem) {
    const Table table = read_csv(file);
    const Index m = table.rows.rows();
    const Matrix missing =
        Matrix::Constant(problem.n_y(), m, std::numeric_limits<double>::quiet_NaN());
    Dataset data{Matrix(problem.n_x(), m),
                 Matrix(problem.n_y(), m),
                 std::vector<Matrix>(problem.inputs.size(), missing)};
    for (Index k = 0; k < problem.n_y(); ++k) {
        const std::string& output = problem.outputs[static_cast<std::size_t>(k)].name;
        data.Y.row(k) = needed_column(table, output, file).transpose();
        for (std::size_t j = 0; j < problem.inputs.size(); ++j) {
            const Index column =
                find_column(table, fmt::format("d_{}_d_{}", output, problem.inputs[j].name));
            if (column >= 0) {
                data.J[j].row(k) = table.rows.col(column).transpose();
            }
        }
    }
    for (Index j = 0; j < problem.n_x(); ++j) {
        const std::string& name = problem.inputs[static_cast<std::size_t>(j)].name;
        data.X.row(j) = needed_column(table, name, file).transpose();
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

ReplicateFiles read_files(const StudyResults& study,
                          const ArmResults& arm,
                          const ReplicateRecord& replicate) {
    const std::filesystem::path folder = folder_of(study, arm, replicate);
    ReplicateFiles files{
        read_training(study, arm, replicate), read_dataset(folder / "test.csv", arm.problem), {}};
    for (const SurrogateRecord& record : replicate.surrogates) {
        const std::filesystem::path file = folder / "models" / (record.name + ".json");
        Surrogate surrogate = load(file).surrogate;
        if (surrogate.n_x() != arm.problem.n_x() || surrogate.n_y() != arm.problem.n_y()) {
            throw Error(fmt::format("{}: has {} inputs and {} outputs, the problem {} and {}",
                                    file.string(),
                                    surrogate.n_x(),
                                    surrogate.n_y(),
                                    arm.problem.n_x(),
                                    arm.problem.n_y()));
        }
        files.models.push_back({record.name, std::move(surrogate)});
    }
    return files;
}

}  // namespace jennopt
