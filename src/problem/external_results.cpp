#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external_answer.hpp"
#include "problem/external_files.hpp"
#include "problem/left_file.hpp"
#include "problem/line_pattern.hpp"
#include "problem/missing_partial.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

/// A longer line is no line of results.
constexpr std::size_t longest_line = 10000;

/// A number as C, Fortran (1.5D+03) and Python write it.
std::optional<double> to_number(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char letter) { return letter == 'd' || letter == 'D'; }, 'e');
    const char* begin = text.data() + (!text.empty() && text.front() == '+' ? 1 : 0);
    const char* end = text.data() + text.size();
    double number = 0.0;
    const auto [stop, error] = std::from_chars(begin, end, number);
    return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

/// Finds numbers in the files of one folder.
class Files {
public:
    Files(const std::filesystem::path& folder, const std::filesystem::path& printed)
        : folder_(folder), printed_(printed) {}

    /// The number there; nothing if the file is missing or no line of it matches.
    /// @throws EvaluationError if what the pattern finds is no number, and as LeftFile
    [[nodiscard]] std::optional<double> find(const ResultPattern& where,
                                             const std::string& subject) const {
        const std::filesystem::path file = file_of(where);
        if (!is_left(folder_, file)) {
            return std::nullopt;
        }
        const LinePattern pattern(where.pattern);
        std::optional<std::string> found;
        LeftFile(folder_, file).each_line(longest_line, [&](std::string_view line) {
            if (std::optional<std::string> number = pattern.find(line)) {
                found = std::move(number);
            }
        });
        if (!found) {
            return std::nullopt;
        }
        const std::optional<double> number = to_number(*found);
        if (!number) {
            throw EvaluationError(fmt::format("'{}' in {} is no number, where {} was expected",
                                              shown(*found),
                                              name(where),
                                              subject));
        }
        return number;
    }

    [[nodiscard]] double require(const ResultPattern& where, const std::string& subject) const {
        if (const std::optional<double> number = find(where, subject)) {
            return *number;
        }
        if (!is_left(folder_, file_of(where))) {
            throw EvaluationError(fmt::format(
                "it left no file {}, where {} was expected", file_of(where).string(), subject));
        }
        throw EvaluationError(fmt::format("no line of {} matches '{}', where {} was expected",
                                          name(where),
                                          where.pattern,
                                          subject));
    }

private:
    [[nodiscard]] std::filesystem::path file_of(const ResultPattern& where) const {
        return where.file.empty() ? printed_ : std::filesystem::path(where.file);
    }

    static std::string name(const ResultPattern& where) {
        return where.file.empty() ? "what it printed" : fmt::format("its file {}", where.file);
    }

    const std::filesystem::path& folder_;
    const std::filesystem::path& printed_;
};

}  // namespace

Evaluation read_results(const std::filesystem::path& folder,
                        const std::filesystem::path& printed,
                        const ExternalConfig& config,
                        Derivatives wanted) {
    const Files files(folder, printed);
    const auto n_x = static_cast<Index>(config.inputs.size());
    const auto n_y = static_cast<Index>(config.outputs.size());
    Evaluation result{.value = Vector(n_y)};
    if (wanted == Derivatives::first) {
        result.jacobian = Matrix::Constant(n_y, n_x, missing_partial);
    }
    for (Index k = 0; k < n_y; ++k) {
        const std::string& output = config.outputs[static_cast<std::size_t>(k)].name;
        const ExternalResult& where = config.results.at(output);
        result.value(k) = files.require(where.value, fmt::format("the output '{}'", output));
        for (Index j = 0; j < n_x && wanted == Derivatives::first; ++j) {
            const auto partial =
                where.partials.find(config.inputs[static_cast<std::size_t>(j)].name);
            if (partial != where.partials.end()) {
                ResultPattern place = partial->second;
                place.file = place.file.empty() ? where.value.file : place.file;
                const std::string subject =
                    fmt::format("the partial of '{}' by '{}'", output, partial->first);
                result.jacobian(k, j) = files.find(place, subject).value_or(missing_partial);
            }
        }
    }
    return result;
}

}  // namespace jennopt
