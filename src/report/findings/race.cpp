#include "report/race.hpp"

#include "core/format.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jennopt {

namespace {

/// One optimizer over all problems.
struct Racer {
    std::string name;
    Index found = 0;
    Index runs = 0;
    Index fewest = 0;  ///< problems on which no median is smaller
    Index problems = 0;
};

double median_of_entry(const RaceEntry& entry) {
    return median_of(evaluations_of(entry)).value_or(INFINITY);
}

std::vector<Racer> field_of(const std::vector<RaceCourse>& courses) {
    std::vector<Racer> field;
    for (const std::string& name : racers(courses)) {
        Racer racer{.name = name};
        for (const RaceCourse& course : courses) {
            const RaceEntry* entry = find_entry(course, name);
            if (entry == nullptr) {
                continue;
            }
            const std::vector<double> counts = evaluations_of(*entry);
            racer.found += std::ranges::count_if(counts, [](double n) { return std::isfinite(n); });
            racer.runs += std::ssize(counts);
            const double own = median_of_entry(*entry);
            const bool is_least = std::ranges::all_of(
                course.entries, [&](const auto& each) { return own <= median_of_entry(each); });
            racer.fewest += std::isfinite(own) && is_least ? 1 : 0;
            ++racer.problems;
        }
        field.push_back(racer);
    }
    return field;
}

std::string found_sentence(std::vector<Racer> field, const RaceConfig& race) {
    std::ranges::stable_sort(
        field, [](const Racer& a, const Racer& b) { return a.found * b.runs > b.found * a.runs; });
    std::vector<std::string> parts;
    for (const Racer& racer : field) {
        parts.push_back(fmt::format("{} {} of {}", racer.name, racer.found, racer.runs));
    }
    return fmt::format("Runs that found the optimum to {:g} of the scale: {}.",
                       race.tolerance,
                       fmt::join(parts, ", "));
}

std::string fewest_sentence(std::vector<Racer> field) {
    std::ranges::stable_sort(field, std::ranges::greater{}, &Racer::fewest);
    std::vector<std::string> parts;
    for (const Racer& racer : field) {
        parts.push_back(fmt::format("{} on {} of {}", racer.name, racer.fewest, racer.problems));
    }
    return fmt::format("Fewest evaluations to it, by the median, or as few as any: {}.",
                       fmt::join(parts, ", "));
}

/// How the leader does against one rival over the problems that both have.
std::string duel_sentence(const std::vector<RaceCourse>& courses,
                          const std::string& leader,
                          const std::string& rival) {
    Index fewer = 0;
    Index more = 0;
    Index surely_fewer = 0;
    Index surely_more = 0;
    Index problems = 0;
    std::vector<double> ratios;  // logarithms
    for (const RaceCourse& course : courses) {
        const RaceEntry* own = find_entry(course, leader);
        const RaceEntry* other = find_entry(course, rival);
        if (own == nullptr || other == nullptr) {
            continue;
        }
        ++problems;
        const double a = median_of_entry(*own);
        const double b = median_of_entry(*other);
        fewer += a < b ? 1 : 0;
        more += a > b ? 1 : 0;
        const RacePairs pairs = paired_evaluations(*own, *other);
        const PairVerdict verdict = compare_pairs(pairs.a, pairs.b);
        surely_fewer += verdict == PairVerdict::better ? 1 : 0;
        surely_more += verdict == PairVerdict::worse ? 1 : 0;
        if (std::isfinite(a) && std::isfinite(b)) {
            ratios.push_back(std::log(b / a));
        }
    }
    if (problems == 0) {
        return {};
    }
    std::string text = fmt::format(
        "{} against {}: fewer evaluations on {} of {}, more on {} (sign tests over "
        "replicates: {} and {})",
        leader,
        rival,
        fewer,
        plural(problems, "problem"),
        more,
        surely_fewer,
        surely_more);
    if (!ratios.empty()) {
        double sum = 0.0;
        for (const double ratio : ratios) {
            sum += ratio;
        }
        const double mean = std::exp(sum / static_cast<double>(ratios.size()));
        const bool is_alike = mean < 1.05 && mean > 0.95;
        text += fmt::format("; {} needs {} as many (geometric mean over the {} that both solve)",
                            rival,
                            is_alike ? "about" : fmt::format("{:.2g} times", mean),
                            ratios.size());
    }
    return text + ".";
}

/// On a single problem: the order, with what a sign test supports.
std::string order_sentence(const RaceCourse& course) {
    std::vector<Contestant> all;
    std::size_t replicates = 0;
    for (const RaceEntry& entry : course.entries) {
        all.push_back({.name = entry.optimizer, .scores = evaluations_of(entry)});
        replicates = std::max(replicates, entry.runs.size());
    }
    const bool is_complete = std::ranges::all_of(
        all, [replicates](const auto& each) { return each.scores.size() == replicates; });
    std::vector<Contestant> ranking = ranked(std::move(all), NumberStyle::count);
    for (Contestant& each : ranking) {
        each.text = std::isinf(each.median) ? "not found" : each.text;
    }
    if (!is_complete || ranking.empty() || std::isinf(ranking.front().median)) {
        return {};
    }
    return ranking_opening("Evaluations to the optimum", replicates) + ranking_clause(ranking) +
           ".";
}

}  // namespace

std::vector<std::string> race_findings(const StudyResults& study) {
    const std::vector<RaceCourse> courses = race_courses(study);
    if (courses.empty()) {
        return {};
    }
    const std::vector<Racer> field = field_of(courses);
    std::vector<std::string> sentences{
        found_sentence(field, study.arms[courses.front().arm].arm.config.race)};
    if (courses.size() == 1) {
        sentences.push_back(order_sentence(courses.front()));
    } else {
        sentences.push_back(fewest_sentence(field));
        const std::string& leader = std::ranges::max_element(field, {}, &Racer::fewest)->name;
        for (const Racer& rival : field) {
            if (rival.name != leader) {
                sentences.push_back(duel_sentence(courses, leader, rival.name));
            }
        }
    }
    std::erase(sentences, std::string());
    return sentences;
}

}  // namespace jennopt
