#include "study/evaluation_requests.hpp"

#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/fingerprint.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// Whoever posted it may withdraw it at any moment.
Json request_json(const fs::path& file) {
    try {
        return json_in(read_own_text(file)).value_or(Json());
    } catch (const ConfigError&) {
        return {};
    }
}

}  // namespace

std::string name_of_evaluation(const std::string& problem, const std::string& point) {
    constexpr std::size_t digits = 12;
    return fingerprint(problem + point).substr(0, digits);
}

EvaluationRequests::EvaluationRequests(fs::path folder) : folder_(std::move(folder)) {}

EvaluationRequests::~EvaluationRequests() {
    withdraw_all();
}

void EvaluationRequests::withdraw_all() {
    while (!posted_.empty()) {
        withdraw(std::string(*posted_.begin()));
    }
    std::error_code not_empty;
    fs::remove(folder_, not_empty);
}

fs::path EvaluationRequests::file_of(const std::string& name) const {
    return folder_ / (name + ".json");
}

void EvaluationRequests::post(const EvaluationRequest& request) {
    if (!posted_.insert(request.name).second) {
        return;
    }
    make_folder(folder_);
    write_passing_text(
        file_of(request.name),
        Json{{"problem", request.problem}, {"x", json_list(request.x)}}.dump() + '\n');
}

void EvaluationRequests::withdraw(const std::string& name) {
    if (posted_.erase(name) > 0) {
        std::error_code gone;
        fs::remove(file_of(name), gone);
    }
}

std::vector<EvaluationRequest> EvaluationRequests::read() const {
    std::vector<fs::path> files;
    std::error_code absent;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, absent)) {
        if (entry.path().extension() == ".json") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    std::vector<EvaluationRequest> requests;
    for (const fs::path& file : files) {
        const Json json = request_json(file);
        const bool is_right = json.is_object() && json.value("problem", Json()).is_string() &&
                              json.value("x", Json()).is_array();
        if (is_right && std::ranges::all_of(json["x"], &Json::is_number)) {
            requests.push_back({.name = file.stem().string(),
                                .problem = json["problem"].get<std::string>(),
                                .x = vector_from(json["x"])});
        }
    }
    return requests;
}

void EvaluationRequests::clear() {
    posted_.clear();
    std::error_code absent;
    fs::remove_all(folder_, absent);
}

}  // namespace jennopt
