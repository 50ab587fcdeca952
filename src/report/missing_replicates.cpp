#include "report/missing_replicates.hpp"

#include "core/format.hpp"
#include "study/lost_replicates.hpp"
#include "study/seal.hpp"
#include "study/units.hpp"
#include "study/work_claim.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <system_error>
#include <utility>

namespace jennopt {

namespace {

/// From the first to the last of each.
using Ranges = std::vector<std::pair<Index, Index>>;

void append(Ranges& ranges, Index first, Index last) {
    if (!ranges.empty() && ranges.back().second + 1 == first) {
        ranges.back().second = last;
    } else {
        ranges.emplace_back(first, last);
    }
}

/// "replicates 3 to 5, 8: each"
std::string words_of(const Ranges& ranges) {
    std::vector<std::string> parts;
    for (const auto& [first, last] : ranges) {
        parts.push_back(first == last ? fmt::format("{}", first)
                                      : fmt::format("{} to {}", first, last));
    }
    const bool is_one = ranges.size() == 1 && ranges.front().first == ranges.front().second;
    return fmt::format(
        "replicate{} {}{}", is_one ? "" : "s", fmt::join(parts, ", "), is_one ? "" : ": each");
}

/// "" if it is finished, or its evaluations failed.
std::string why_missing(const std::filesystem::path& folder, const std::string& arm, Index r) {
    const std::filesystem::path place = folder / arm / fmt::format("r{}", r);
    if (is_done(place) || !why_lost(place).empty()) {
        return "";
    }
    const std::string claim = claim_name(arm, r);
    if (const auto worker = WorkClaim::holder(claims_folder(folder), claim)) {
        return fmt::format("is being run by {}", worker->text());
    }
    if (const auto worker = WorkClaim::lost_holder(claims_folder(folder), claim)) {
        return fmt::format("was being run by {}, which has ended", worker->text());
    }
    return "was begun, and its run ended";
}

}  // namespace

std::vector<Index> begun_replicates(const std::filesystem::path& arm, Index replicates) {
    std::vector<Index> numbers;
    std::error_code none;
    for (std::filesystem::directory_iterator entry(arm, none);
         !none && entry != std::filesystem::directory_iterator();
         entry.increment(none)) {
        const std::string name = entry->path().filename().string();
        Index number = -1;
        std::from_chars(name.data() + 1, name.data() + name.size(), number);
        if (number >= 0 && number < replicates && name == fmt::format("r{}", number)) {
            numbers.push_back(number);
        }
    }
    std::ranges::sort(numbers);
    return numbers;
}

std::vector<std::string> missing_replicates(const std::filesystem::path& folder,
                                            const StudyContents& contents) {
    std::vector<std::string> sentences;
    for (const ListedArm& arm : contents.arms) {
        std::map<std::string, Ranges> missing;  // by reason
        Index next = 0;
        const auto skip_to = [&](Index begun) {
            if (next < begun) {
                append(missing["was not begun"], next, begun - 1);
            }
            next = begun + 1;
        };
        for (const Index r : begun_replicates(folder / arm.id, contents.replicates)) {
            skip_to(r);
            if (const std::string why = why_missing(folder, arm.id, r); !why.empty()) {
                append(missing[why], r, r);
            }
        }
        skip_to(contents.replicates);
        for (const auto& [why, ranges] : missing) {
            sentences.push_back(
                fmt::format("Missing: {}, {} {}.", arm.label, words_of(ranges), why));
        }
    }
    return sentences;
}

}  // namespace jennopt
