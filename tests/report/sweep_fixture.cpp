#include "report/sweep_fixture.hpp"

#include "report/fixture.hpp"

#include <cstddef>

using namespace jennopt;

namespace {

using Axes = std::vector<std::pair<std::string, std::vector<std::string>>>;

std::vector<std::vector<std::pair<std::string, std::string>>> combinations(const Axes& axes) {
    std::vector<std::vector<std::pair<std::string, std::string>>> all{{}};
    for (const auto& [axis, values] : axes) {
        std::vector<std::vector<std::pair<std::string, std::string>>> longer;
        for (const auto& start : all) {
            for (const std::string& value : values) {
                longer.push_back(start);
                longer.back().emplace_back(axis, value);
            }
        }
        all = std::move(longer);
    }
    return all;
}

}  // namespace

StudyResults swept_input(
    const Axes& axes,
    int replicates,
    const std::function<double(const Choices&, const std::string&, int)>& error) {
    const std::vector<double> distances(static_cast<std::size_t>(replicates), 0.1);
    const ArmResults model = made_up_input(distances, distances).arms.front();
    StudyResults input;
    input.study = "swept";
    for (const auto& choices : combinations(axes)) {
        ArmResults arm = model;
        arm.arm.choices = choices;
        arm.arm.label.clear();
        for (const auto& [axis, value] : choices) {
            arm.arm.label += (arm.arm.label.empty() ? "" : ", ") + axis + "=" + value;
        }
        arm.arm.id = "arm" + std::to_string(input.arms.size());
        const Choices lookup(choices.begin(), choices.end());
        for (ReplicateRecord& replicate : arm.replicates) {
            for (SurrogateRecord& record : replicate.surrogates) {
                record.accuracy.r2_value =
                    1.0 - error(lookup, record.name, static_cast<int>(replicate.replicate));
            }
        }
        input.arms.push_back(std::move(arm));
    }
    return input;
}

double number(const Choices& choices, const std::string& axis) {
    return std::stod(choices.at(axis));
}
