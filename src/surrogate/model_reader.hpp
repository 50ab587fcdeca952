#pragma once

#include "core/json.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/core/names.hpp"
#include "jennopt/core/types.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What stands in a file, for a refusal: short, and of lists and objects not what is in them.
[[nodiscard]] std::string found_text(const Json& value);

/// The object in a model file; each refusal names the file and the key.
class ModelReader {
public:
    /// @param json   outlives the reader, as file does
    /// @param where  of the object in its file, "" for all of it
    ModelReader(const Json& json, const std::filesystem::path& file, std::string where = "");

    /// An object inside this one.
    [[nodiscard]] ModelReader inner(const Json& json, const std::string& where) const;

    [[nodiscard]] bool contains(const std::string& key) const { return json_.contains(key); }

    [[nodiscard]] const Json& at(const std::string& key) const;

    [[nodiscard]] ConfigError refusal(const std::string& what, const std::string& why) const;

    /// The list under key. @param count  of its entries, 0: any
    [[nodiscard]] const Json& list(const std::string& key, Index count) const;

    [[nodiscard]] std::vector<std::string> strings(const std::string& key, Index count) const;

    /// At least two whole numbers >= 1.
    [[nodiscard]] std::vector<Index> sizes(const std::string& key) const;

    /// Different inputs by their number from 0; none where the key is missing.
    [[nodiscard]] std::vector<Index> inputs(const std::string& key, Index n_x) const;

    [[nodiscard]] std::string text(const std::string& key) const;

    /// The value of an enumeration by its name.
    template <typename Enum>
    [[nodiscard]] Enum named(const std::string& key) const {
        const Json& name = at(key);
        const auto value =
            name.is_string() ? value_named<Enum>(name.get<std::string>()) : std::nullopt;
        if (!value) {
            throw not_one_of(key, all_names<Enum>());
        }
        return *value;
    }

    /// @param gaps  null will do too: NaN
    [[nodiscard]] Matrix matrix(const Json& rows,
                                const std::string& name,
                                Index n_rows,
                                Index n_cols,
                                bool gaps = false) const;

    [[nodiscard]] double number(const std::string& key) const;

    [[nodiscard]] Vector column(const std::string& key, Index size) const;

    /// A column of numbers > 0.
    [[nodiscard]] Vector scales(const std::string& key, Index size) const;

private:
    [[nodiscard]] ConfigError not_one_of(const std::string& key,
                                         const std::vector<std::string>& names) const;

    const Json& json_;
    const std::filesystem::path& file_;
    std::string where_;
};

}  // namespace jennopt
