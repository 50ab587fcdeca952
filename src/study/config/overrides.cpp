#include "core/format.hpp"
#include "problem/names.hpp"
#include "study/config/keys.hpp"
#include "study/config/sweep.hpp"

#include <algorithm>

namespace jennopt {

namespace {

/// The keys below sweep, or below the number of a grid, are paths themselves.
std::vector<std::string> keys_of(const Document& study, const std::string& path) {
    const std::string sweep = "sweep.";
    if (path.rfind(sweep, 0) != 0) {
        return split_path(path);
    }
    const std::string axis = path.substr(sweep.size());
    const Document* grids = study.find("sweep");
    const std::size_t dot = axis.find('.');
    if (grids == nullptr || grids->kind != Document::Kind::list || dot == std::string::npos) {
        return {"sweep", axis};
    }
    return {"sweep", axis.substr(0, dot), axis.substr(dot + 1)};
}

/// True if the path goes into a surrogate or optimizer that the study has, or into something else.
bool finds_contender(const Document& study,
                     const std::vector<std::string>& keys,
                     const std::string& path,
                     const Place& place,
                     ConfigErrors& errors) {
    const bool is_surrogate = keys.front() == "surrogates";
    const Document* block = study.find(keys.front());
    if ((!is_surrogate && keys.front() != "optimizers") || keys.size() < 3 || block == nullptr ||
        block->find(keys[1]) != nullptr) {
        return true;
    }
    std::vector<std::string> names;
    for (const DocumentEntry& entry : block->entries) {
        names.push_back(entry.key);
    }
    errors.add(place,
               path,
               fmt::format("there is no {} '{}', expected {}",
                           is_surrogate ? "surrogate" : "optimizer",
                           keys[1],
                           one_of(names, keys[1])));
    return false;
}

/// The axis of a grid that replaces what is at the path; "" if none does. A map of named values has
/// a name and no path.
std::string axis_over(const Document& grid, const std::string& path) {
    std::string axis = path;
    while (!axis.empty()) {
        const Document* values = grid.find(axis);
        if (values != nullptr && values->kind == Document::Kind::list) {
            return axis;
        }
        const std::size_t dot = axis.rfind('.');
        axis.resize(dot == std::string::npos ? 0 : dot);
    }
    return axis;
}

/// A value that every arm replaces would change nothing, and nobody would notice.
void refuse_swept(const Document& study,
                  const std::string& path,
                  const Place& place,
                  ConfigErrors& errors) {
    const Document* sweep = study.find("sweep");
    if (sweep == nullptr) {
        return;
    }
    const bool is_list = sweep->kind == Document::Kind::list && !sweep->items.empty();
    const std::vector<Document> grids = is_list ? sweep->items : std::vector<Document>{*sweep};
    const auto replaces = [&](const Document& grid) { return !axis_over(grid, path).empty(); };
    if (std::ranges::all_of(grids, replaces)) {
        errors.add(
            place,
            path,
            fmt::format("is swept by the study, expected --set sweep={{}} before it, or --set "
                        "'sweep.{}{}=[...]'",
                        is_list ? "0." : "",
                        axis_over(grids.front(), path)));
    }
}

}  // namespace

void replace(Document& study,
             const std::string& path,
             const Document& value,
             const Place& place,
             ConfigErrors& errors) {
    const std::vector<std::string> keys = keys_of(study, path);
    if (contains(keys, "")) {
        errors.add(place, path, "is not a path of keys, expected one like training.rate");
    } else if (finds_contender(study, keys, path, place, errors)) {
        set(study, keys, value, place, errors);
    }
}

void apply(const std::vector<Override>& overrides, Document& study, ConfigErrors& errors) {
    for (Index number = 0; const Override& given : overrides) {
        ++number;
        const Place place{
            .source = fmt::format("--set {} ({}={})", number, given.path, given.value),
            .rank = number};
        replace(study, given.path, parse(given.value, place, errors), place, errors);
        refuse_swept(study, given.path, place, errors);
    }
}

}  // namespace jennopt
