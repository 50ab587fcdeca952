#include "core/format.hpp"
#include "core/nearest.hpp"
#include "problem/names.hpp"
#include "study/config/blocks.hpp"
#include "study/config/external_block.hpp"
#include "study/config/scalar.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <regex>
#include <set>

namespace jennopt {

namespace {

class ExternalCheck {
public:
    ExternalCheck(const ExternalConfig& external,
                  const Document& block,
                  const std::string& path,
                  ConfigErrors& errors)
        : external_(external),
          block_(block),
          path_(path),
          errors_(errors),
          inputs_(names_of(external.inputs)),
          outputs_(names_of(external.outputs)) {}

    void run() {
        if (!is_name(external_.name, true)) {
            complain({"name"},
                     fmt::format("is '{}', expected letters, digits, -, _ and .", external_.name));
        }
        if (external_.command.empty() || external_.command.front().empty()) {
            complain({"command"}, "names no program, expected one, as in [python3, beam.py]");
        }
        check_names();
        check_bounds();
        check_roles();
        for (std::size_t i = 0; i < external_.partials.size(); ++i) {
            check_input(external_.partials[i], {"partials", fmt::format("{}", i)});
        }
        for (const auto& [target, source] : external_.templates) {
            check_target(target);
        }
        check_results();
    }

private:
    using Steps = std::vector<std::string>;

    /// The place of a value below the block, or of the nearest thing around it.
    void complain(const Steps& keys, const std::string& sentence) {
        const Document* node = &block_;
        std::string path = path_;
        for (const std::string& key : keys) {
            path = join_path(path, key);
            const Document* next = node->find(key);
            if (next == nullptr && node->kind == Document::Kind::list) {
                next = &node->items.at(std::stoul(key));
            }
            node = next == nullptr ? node : next;
        }
        errors_.add(node->place, path, sentence);
    }

    void check_names() {
        std::set<std::string> seen;
        const auto check = [&](const std::vector<std::string>& names, const char* list) {
            for (std::size_t i = 0; i < names.size(); ++i) {
                const Steps keys = {list, fmt::format("{}", i), "name"};
                if (!is_name(names[i], true)) {
                    complain(
                        keys,
                        fmt::format("is '{}', expected letters, digits, -, _ and .", names[i]));
                } else if (!seen.insert(names[i]).second) {
                    complain(keys,
                             fmt::format("is '{}' again, expected a name of its own", names[i]));
                }
            }
        };
        check(inputs_, "inputs");
        check(outputs_, "outputs");
    }

    void check_bounds() {
        for (std::size_t i = 0; i < external_.inputs.size(); ++i) {
            const Input& input = external_.inputs[i];
            if (input.lower >= input.upper) {
                complain(
                    {"inputs", fmt::format("{}", i), "upper"},
                    fmt::format("is {}, expected more than lower, {}", input.upper, input.lower));
            }
        }
    }

    void check_roles() {
        Index objectives = 0;
        for (std::size_t i = 0; i < external_.outputs.size(); ++i) {
            if (external_.outputs[i].role == OutputRole::objective && ++objectives == 2) {
                complain({"outputs", fmt::format("{}", i), "role"},
                         "is objective again, expected at most one objective");
            }
        }
    }

    bool check_input(const std::string& name, const Steps& keys) {
        if (contains(inputs_, name)) {
            return true;
        }
        complain(keys,
                 fmt::format("'{}' is no input, expected one of {}{}",
                             name,
                             fmt::join(inputs_, ", "),
                             did_you_mean(name, inputs_)));
        return false;
    }

    /// A file inside the evaluation's folder that is not one of ours.
    void check_target(const std::string& target) {
        static const std::vector<std::string> ours = {
            "point.json", "result.json", "stdout.txt", "stderr.txt"};
        const std::filesystem::path path(target);
        const bool leaves = std::find(path.begin(), path.end(), "..") != path.end();
        if (path.is_absolute() || leaves || !path.has_filename() || contains(ours, target)) {
            complain({"templates", target},
                     fmt::format("is no file of the evaluation's folder, expected a relative path "
                                 "other than {}",
                                 fmt::join(ours, ", ")));
        }
    }

    void check_results() {
        if (external_.results.empty()) {
            return;
        }
        for (const std::string& output : outputs_) {
            if (!external_.results.contains(output)) {
                complain({"results"}, fmt::format("says nothing of the output '{}'", output));
            }
        }
        for (const auto& [output, result] : external_.results) {
            if (!contains(outputs_, output)) {
                complain({"results", output},
                         fmt::format("is no output, expected one of {}{}",
                                     fmt::join(outputs_, ", "),
                                     did_you_mean(output, outputs_)));
            }
            check_pattern(result.value, {"results", output, "pattern"});
            for (const auto& [input, where] : result.partials) {
                const Steps keys = {"results", output, "partials", input};
                if (check_input(input, keys) && !contains(external_.partials, input)) {
                    complain(keys,
                             "is not among the inputs of external.partials, expected it there");
                }
                check_pattern(where, keys);
            }
        }
    }

    void check_pattern(const ResultPattern& where, const Steps& keys) {
        try {
            if (const auto groups = std::regex(where.pattern).mark_count(); groups < 1) {
                complain(
                    keys,
                    fmt::format("is '{}', expected a group ( ) around the number", where.pattern));
            }
        } catch (const std::regex_error& error) {
            complain(
                keys,
                fmt::format(
                    "is '{}', expected a regular expression ({})", where.pattern, error.what()));
        }
    }

    const ExternalConfig& external_;
    const Document& block_;
    const std::string& path_;
    ConfigErrors& errors_;
    std::vector<std::string> inputs_;
    std::vector<std::string> outputs_;
};

}  // namespace

void check_external(const ExternalConfig& external,
                    const Document& block,
                    const std::string& path,
                    ConfigErrors& errors) {
    ExternalCheck(external, block, path, errors).run();
}

}  // namespace jennopt
