#include "problem/run_mark.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/left_file.hpp"
#include "problem/process.hpp"

#include <fstream>
#include <functional>
#include <system_error>

namespace jennopt {

namespace {

std::string start_of_the_system() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

}  // namespace

std::string mark_text(const ProgramInput& input) {
    static const std::string start = start_of_the_system();
    if (start.empty()) {
        return "";
    }
    std::string all;
    const auto add = [&all](const std::string& text) {
        all += fmt::format("{}:{}", text.size(), text);
    };
    for (const std::string& word : input.words) {
        add(word);
        std::error_code is_no_file;
        const auto changed = std::filesystem::last_write_time(word, is_no_file);
        add(is_no_file ? "" : fmt::format("{}", changed.time_since_epoch().count()));
    }
    for (const auto* texts : {&input.environment, &input.files}) {
        for (const auto& [name, text] : *texts) {
            add(name);
            add(text);
        }
    }
    add(input.point);
    return fmt::format("{} {:016x}\n", start, std::hash<std::string>{}(all));
}

bool has_finished(const std::filesystem::path& folder, const ProgramInput& input) {
    constexpr std::int64_t longest_mark = 1000;
    const std::string expected = mark_text(input);
    if (expected.empty() || !is_left(folder, mark_file) || is_folder_in_use(folder)) {
        return false;
    }
    try {
        return LeftFile(folder, mark_file).text(longest_mark) == expected;
    } catch (const EvaluationError&) {
        return false;  // something else of that name
    }
}

}  // namespace jennopt
