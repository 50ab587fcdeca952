#pragma once

#include "core/format.hpp"
#include "study/config/scalar.hpp"

#include <string>

namespace jennopt {

/// A value of a study file that is being read: where it stands, and where errors go.
struct Cursor {
    const Document& node;
    std::string path;  ///< of its key, "training.rate"
    ConfigErrors& errors;

    /// The value of a key or element below; where it is not given this value, for its place.
    [[nodiscard]] Cursor operator[](const std::string& key) const {
        const Document* value = node.find(key);
        return {value == nullptr ? node : *value, join_path(path, key), errors};
    }

    [[nodiscard]] Cursor operator[](std::size_t item) const {
        return (*this)[fmt::format("{}", item)];
    }

    void complain(const std::string& sentence) const { complain(node.place, sentence); }

    /// @param place  that of the key, where the value is not what is wrong
    void complain(const Place& place, const std::string& sentence) const {
        errors.add(place, path, sentence);
    }

    /// States what was found and what was expected, unless that is an error already.
    void refuse(const std::string& expected) const {
        if (node.kind != Document::Kind::refused) {
            complain(fmt::format("is {}, expected {}", found(node), expected));
        }
    }

    /// The same for a key below, where it is given.
    void refuse_key(const std::string& key, const std::string& expected) const {
        if (node.find(key) != nullptr) {
            (*this)[key].refuse(expected);
        }
    }
};

}  // namespace jennopt
