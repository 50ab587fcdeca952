#pragma once

#include "core/json.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace jennopt {

/// A JSON object found in a text.
struct FoundObject {
    Json value;
    std::string repeated;  ///< a key that it, or an object inside, has twice; "" if there is none
};

/// Calls the function for the JSON objects in a text that may hold anything else between them, in
/// their order. Of an object the objects inside are not listed; of one that breaks off, is nested
/// more than 100 deep or is no JSON those that are complete. The words NaN and Infinity, which JSON
/// does not have and many programs write, become the texts "nan", "inf" and "-inf". Takes time and
/// memory in proportion to the text.
void each_json_object(std::string_view text, const std::function<void(FoundObject&&)>& use);

}  // namespace jennopt
