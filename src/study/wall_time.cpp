#include "study/wall_time.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

namespace jennopt {

namespace {

std::filesystem::path file_in(const std::filesystem::path& folder) {
    return folder / "timing.json";
}

}  // namespace

WallTime read_wall_time(const std::filesystem::path& folder) {
    const std::filesystem::path file = file_in(folder);
    if (!std::filesystem::exists(file)) {
        return {};
    }
    try {
        const Json json = Json::parse(read_text(file));
        return {.seconds = json.at("seconds").get<double>(), .jobs = json.at("jobs").get<Index>()};
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: is damaged: {}", file.string(), error.what()));
    }
}

void write_wall_time(const std::filesystem::path& folder, const WallTime& time) {
    const Json json{{"seconds", time.seconds}, {"jobs", time.jobs}};
    write_text(file_in(folder), json.dump(2) + '\n');
}

}  // namespace jennopt
