#include "core/format.hpp"
#include "core/output_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/continuation.hpp"

namespace jennopt {

namespace fs = std::filesystem;

std::vector<std::string> announce_discard(const fs::path& folder, const Study& study) {
    const std::vector<fs::path> arms = arm_folders(folder);
    if (arms.empty()) {
        return {};
    }
    const bool has_evaluations = fs::exists(evaluations_folder(folder));
    return {fmt::format("{}: the results of {} arm{} in {} are discarded (--force){}",
                        study.name,
                        arms.size(),
                        arms.size() == 1 ? "" : "s",
                        folder.string(),
                        has_evaluations
                            ? fmt::format("; its evaluations are kept and used again: remove {} if "
                                          "the problem has changed",
                                          evaluations_folder(folder).string())
                            : "")};
}

void discard_results(const fs::path& folder) {
    for (const fs::path& arm : arm_folders(folder)) {
        fs::remove_all(arm);
    }
    // study.json, by which a folder is recognized as ours, goes last: a kill on the way leaves it
    // so, and so does a loss of power.
    for (const char* made : {"metrics.csv",
                             "summary.csv",
                             "summary.json",
                             "best.json",
                             "report.html",
                             "report.md",
                             "figures",
                             "timing.json",
                             "study.yaml"}) {
        fs::remove_all(folder / made);
    }
    if (const std::error_code error = sync_folder(folder)) {
        throw Error(fmt::format("{}: cannot be written ({})", folder.string(), error.message()));
    }
    fs::remove(folder / "study.json");
}

}  // namespace jennopt
