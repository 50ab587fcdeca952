#include "study/watch.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace jennopt {

namespace {

/// Share of a fit's time that choosing lambda and gamma is taken to need, for the progress only.
constexpr double usual_choice_share = 0.7;
constexpr double most_choice_share = 0.5;   // of max_seconds
constexpr double usual_evaluations = 60.0;  // of a likelihood, for the progress only
constexpr double seconds_between_reports = 0.05;

bool chooses(const SurrogateConfig& config) {
    return config.polish.empty() && !(config.fit.lambda && config.fit.gamma.scale);
}

class Watch {
public:
    Watch(const SurrogateConfig& config, ActivityObserver observer)
        : max_seconds_(config.fit.training.max_seconds),
          choice_share_(chooses(config) ? usual_choice_share : 0.0),
          choosing_("choosing lambda and gamma of " + config.name),
          training_("training " + config.name),
          observer_(std::move(observer)) {}

    Control see(const SelectionProgress& progress) {
        const bool is_news = progress.trainings != trainings_seen_;
        trainings_seen_ = progress.trainings;
        report(is_news, choice_share_ * progress.fraction, choosing_);
        choice_seconds_ = clock_.seconds();
        return until(most_choice_share * max_seconds_, clock_);
    }

    Control see(const EachProgress& progress) {
        report(progress.latest.iteration == 0,
               choice_share_ + (1.0 - choice_share_) * progress.fraction,
               training_);
        const Stopwatch& clock = clocks_.try_emplace(progress.network).first->second;
        return until(max_seconds_ - choice_seconds_, clock);
    }

    void see_likelihood() {
        const double share = static_cast<double>(++evaluations_) / usual_evaluations;
        report(false, share / (1.0 + share), training_);
    }

private:
    void report(bool is_news, double fraction, const std::string& activity) {
        if (is_news || !last_report_ || last_report_->seconds() > seconds_between_reports) {
            last_report_ = Stopwatch();
            observer_(fraction, activity);
        }
    }

    [[nodiscard]] Control until(double seconds, const Stopwatch& clock) const {
        return max_seconds_ > 0.0 && clock.seconds() > seconds ? Control::stop : Control::proceed;
    }

    double max_seconds_;
    double choice_share_;
    std::string choosing_;
    std::string training_;
    ActivityObserver observer_;
    Stopwatch clock_;
    double choice_seconds_ = 0.0;
    Index trainings_seen_ = 0;
    Index evaluations_ = 0;              // of the likelihood
    std::map<Index, Stopwatch> clocks_;  // of each network, from its first iteration on
    std::optional<Stopwatch> last_report_;
};

}  // namespace

FitObserver watch(const SurrogateConfig& config, ActivityObserver observer) {
    const auto watch = std::make_shared<Watch>(config, std::move(observer));
    return {
        .selection = [watch](const SelectionProgress& progress) { return watch->see(progress); },
        .training = [watch](const EachProgress& progress) { return watch->see(progress); },
        .likelihood = [watch] { watch->see_likelihood(); }};
}

}  // namespace jennopt
