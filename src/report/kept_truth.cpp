#include "report/kept_truth.hpp"

#include "core/format.hpp"
#include "core/point_key.hpp"
#include "jennopt/core/error.hpp"
#include "record/field_file.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace jennopt {

template <Of<DrawnLine> T>
void fields(T& line, auto& visit) {
    visit("x", line.x);
    visit("y", line.y);
}

template <Of<Drawing> T>
void fields(T& drawing, auto& visit) {
    visit("title", drawing.title);
    visit("x_label", drawing.x_label);
    visit("y_label", drawing.y_label);
    visit("equal_axes", drawing.equal_axes);
    visit("lines", drawing.lines);
}

template <Of<KeptDrawings> T>
void fields(T& design, auto& visit) {
    visit("x", design.x);
    visit("drawings", design.drawings);
    visit("failure", design.failure);
}

template <Of<ReplicatePartialsError> T>
void fields(T& error, auto& visit) {
    visit("replicate", error.replicate);
    visit("mean", error.error.mean);
    visit("pooled", error.error.pooled);
}

template <Of<TruthAnswers> T>
void fields(T& answers, auto& visit) {
    visit("x", answers.X);
    visit("y", answers.Y);
    visit("drawings", answers.drawings);
    visit("partials_errors", answers.partials_errors);
}

namespace {

constexpr const char* answers_file = "truth.json";

Matrix side_by_side(Index rows, const std::vector<Vector>& columns) {
    Matrix A(rows, std::ssize(columns));
    for (Index t = 0; t < A.cols(); ++t) {
        A.col(t) = columns[static_cast<std::size_t>(t)];
    }
    return A;
}

bool is_point(const KeptDrawings& design, const ConstVectorRef& x) {
    return point_key(design.x) == point_key(x);
}

}  // namespace

void write_answers(const std::filesystem::path& arm_folder, const TruthAnswers& answers) {
    write_fields(arm_folder / answers_file, answers, -1);
}

bool has_answers(const std::filesystem::path& arm_folder) {
    return std::filesystem::exists(arm_folder / answers_file);
}

TruthAnswers read_answers(const std::filesystem::path& arm_folder, const ProblemInfo& info) {
    constexpr const char* remedy = "the same jennopt run writes it again";
    const std::filesystem::path file = arm_folder / answers_file;
    TruthAnswers answers;
    read_fields(file, remedy, answers);
    const auto [x, y] = std::pair(answers.X.rows(), answers.Y.rows());
    const bool fits = answers.X.cols() == answers.Y.cols() && (x == 0 || x == info.n_x()) &&
                      (y == 0 || y == info.n_y()) &&
                      std::ranges::all_of(answers.drawings, [&info](const KeptDrawings& design) {
                          return design.x.size() == info.n_x();
                      });
    if (!fits) {
        throw ConfigError(
            fmt::format("{}: is damaged ({} points of {} inputs and {} values of {} outputs, the "
                        "problem has {} and {}); {}",
                        file.string(),
                        answers.X.cols(),
                        x,
                        answers.Y.cols(),
                        y,
                        info.n_x(),
                        info.n_y(),
                        remedy));
    }
    return answers;
}

AskedTruth::AskedTruth(std::shared_ptr<const Problem> truth)
    : Problem(truth->info()), truth_(std::move(truth)) {}

TruthAnswers AskedTruth::answers() const {
    const std::scoped_lock lock(mutex_);
    if (points_.empty()) {  // rows without columns are nothing in JSON
        return {.X = {}, .Y = {}, .drawings = drawings_, .partials_errors = {}};
    }
    return {.X = side_by_side(info().n_x(), points_),
            .Y = side_by_side(info().n_y(), values_),
            .drawings = drawings_,
            .partials_errors = {}};
}

Evaluation AskedTruth::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    if (wanted != Derivatives::none) {
        return truth_->evaluate(x, wanted);
    }
    const auto keep = [&](Vector value) {
        const std::scoped_lock lock(mutex_);
        points_.emplace_back(x);
        values_.push_back(std::move(value));
    };
    try {
        Evaluation evaluation = truth_->evaluate(x, wanted);
        keep(evaluation.value);
        return evaluation;
    } catch (const EvaluationError&) {
        keep(Vector::Constant(info().n_y(), std::numeric_limits<double>::quiet_NaN()));
        throw;
    }
}

std::vector<Drawing> AskedTruth::do_draw(const ConstVectorRef& x) const {
    const auto keep = [&](KeptDrawings design) {
        const std::scoped_lock lock(mutex_);
        drawings_.push_back(std::move(design));
    };
    try {
        std::vector<Drawing> drawings = truth_->draw(x);
        if (!drawings.empty()) {
            keep({x, drawings, ""});
        }
        return drawings;
    } catch (const EvaluationError& error) {
        keep({x, {}, error.what()});
        throw;
    }
}

KeptTruth::KeptTruth(ProblemInfo info, TruthAnswers answers)
    : Problem(std::move(info)), answers_(std::move(answers)) {
    for (Index t = 0; t < answers_.X.cols(); ++t) {
        columns_.emplace(point_key(answers_.X.col(t)), t);
    }
}

Index KeptTruth::missing() const {
    const std::scoped_lock lock(mutex_);
    return missing_;
}

Evaluation KeptTruth::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    const auto found = columns_.find(point_key(x));
    if (wanted != Derivatives::none || found == columns_.end()) {
        const std::scoped_lock lock(mutex_);
        ++missing_;
        throw EvaluationError("what the true function gives there was not kept");
    }
    const Vector value = answers_.Y.col(found->second);
    if (!value.allFinite()) {
        throw EvaluationError("the evaluation failed when it was made");
    }
    return {.value = value, .jacobian = {}};
}

std::vector<Drawing> KeptTruth::do_draw(const ConstVectorRef& x) const {
    const auto found = std::ranges::find_if(
        answers_.drawings, [&x](const KeptDrawings& design) { return is_point(design, x); });
    if (found != answers_.drawings.end()) {
        if (!found->failure.empty()) {
            throw EvaluationError(found->failure);
        }
        return found->drawings;
    }
    if (answers_.drawings.empty()) {
        return {};  // a problem without drawings: nothing is kept of it
    }
    const std::scoped_lock lock(mutex_);
    ++missing_;
    throw EvaluationError("how the problem draws this design was not kept");
}

}  // namespace jennopt
