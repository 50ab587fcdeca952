#pragma once

#include "jennopt/core/types.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace jennopt {

/// What became of one evaluation of a true function.
struct EvaluationResult {
    Vector x;                  ///< raw units
    Evaluation y = {};         ///< empty if it failed; the Jacobian also if it was not wanted
    std::string failure = {};  ///< the problem's message, "" if it did not fail
};

/// True if it tells more about its point than the other: a failure, values, values and partials.
[[nodiscard]] bool tells_more(const EvaluationResult& result, const EvaluationResult& other);

/// A line of a file of evaluations.
struct EvaluationLine {
    std::string problem;  ///< fingerprint
    EvaluationResult result;
};

/// The folder in which the evaluations of a study lie, one JSON object a line.
///
/// Every process appends to a file of its own, 000001.jsonl and so on, and reads all of them when
/// it begins; neither waits for the other.
class EvaluationFiles {
public:
    /// @param folder  made if it is not there
    /// @throws ConfigError if it cannot be made or written to
    explicit EvaluationFiles(std::filesystem::path folder);
    ~EvaluationFiles();
    EvaluationFiles(const EvaluationFiles&) = delete;
    EvaluationFiles& operator=(const EvaluationFiles&) = delete;
    EvaluationFiles(EvaluationFiles&&) = delete;
    EvaluationFiles& operator=(EvaluationFiles&&) = delete;

    /// The lines of all files, in the order of the files and in each as written.
    /// @param torn  grows by the files whose last line a kill has cut off, which is left out
    /// @throws Error naming file and line if another line is damaged
    [[nodiscard]] std::vector<EvaluationLine> read(Index& torn) const;

    /// The line is on disk when this returns. One thread at a time.
    /// @throws Error if it cannot be written
    void append(const std::string& line);

    /// Makes one file of all, each point once, in an order that does not show who was first; unless
    /// another process is at work in the folder. Last use.
    void merge();

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    [[nodiscard]] std::vector<std::filesystem::path> files() const;
    void begin_file();

    std::filesystem::path folder_;
    int lock_;  // shared by all processes that may write; alone it may merge
    std::filesystem::path own_;
    std::ofstream stream_;
};

/// The text of a line, with its end.
[[nodiscard]] std::string to_text(const EvaluationLine& line);

}  // namespace jennopt
