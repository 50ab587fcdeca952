#include "problem/json_objects.hpp"

#include "core/json_text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

/// Letters and digits of a number or a word.
bool is_of_word(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '+' ||
           letter == '-' || letter == '.';
}

std::string lower_case(std::string_view word) {
    std::string text(word);
    std::ranges::transform(text, text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return text;
}

/// A number too large for a double.
bool overflows(std::string_view word) {
    double number = 0.0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc::result_out_of_range && word.find("e-") == std::string_view::npos &&
           word.find("E-") == std::string_view::npos;
}

/// What stands for a word that JSON does not have, or no double; "" for any other.
std::string text_for(std::string_view word) {
    const std::string text = lower_case(word);
    if (text == "nan" || text == "-nan") {
        return R"("nan")";
    }
    const bool is_negative = text.starts_with('-');
    const std::string_view size = std::string_view(text).substr(is_negative ? 1 : 0);
    const bool is_infinite = size == "inf" || size == "infinity" || overflows(word);
    return !is_infinite ? "" : is_negative ? R"("-inf")" : R"("inf")";
}

bool is_scalar(std::string_view word) {
    if (word == "true" || word == "false" || word == "null" || !text_for(word).empty()) {
        return true;
    }
    double number = 0.0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return stop == word.data() + word.size() && error != std::errc::invalid_argument;
}

/// Part of a text, [begin, end).
struct Extent {
    std::size_t begin;
    std::size_t end;
};

/// Reads one object by JSON's grammar and stops at the first letter that does not fit, so that a
/// brace in a log costs no more than its line.
class ObjectScan {
public:
    explicit ObjectScan(std::string_view text) : text_(text) {}

    /// @param open  place of its brace
    /// @return the object, or, where it is none, the complete objects inside
    std::vector<Extent> scan(std::size_t open) {
        stack_.clear();
        complete_.clear();
        next_ = Next::value;
        for (at_ = open; at_ < text_.size(); ++at_) {
            if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
                continue;
            }
            if (!take()) {
                break;
            }
            if (stack_.empty()) {
                return {{open, at_ + 1}};
            }
        }
        return complete_;
    }

    /// Whether a scan has been at this brace as that of an object: it is known what begins there.
    [[nodiscard]] bool knows(std::size_t brace) const { return seen_.contains(brace); }

private:
    enum class Next { value, value_or_end, key, key_or_end, colon, comma_or_end };

    struct Open {
        std::size_t place;
        std::size_t complete;  ///< objects that were complete when it began
        bool is_object;
    };

    /// Takes one token, of which at_ becomes the last letter; false if it does not fit.
    bool take() {
        const char letter = text_[at_];
        const bool wants_value = next_ == Next::value || next_ == Next::value_or_end;
        switch (letter) {
            case '{':
            case '[':
                return wants_value && begin(letter == '{');
            case '}':
            case ']':
                return end(letter == '}');
            case ':':
                return std::exchange(next_, Next::value) == Next::colon;
            case ',':
                return next_ == Next::comma_or_end && follow_comma();
            case '"':
                return take_string();
            default:
                return wants_value && take_word();
        }
    }

    bool begin(bool is_object) {
        constexpr std::size_t deepest = 100;  // copying and writing take stack for each
        if (stack_.size() == deepest) {
            return false;
        }
        if (is_object) {
            seen_.insert(at_);
        }
        stack_.push_back({at_, complete_.size(), is_object});
        next_ = is_object ? Next::key_or_end : Next::value_or_end;
        return true;
    }

    bool end(bool is_object) {
        const Next empty = is_object ? Next::key_or_end : Next::value_or_end;
        if (stack_.empty() || stack_.back().is_object != is_object ||
            (next_ != Next::comma_or_end && next_ != empty)) {
            return false;
        }
        if (is_object) {
            complete_.resize(stack_.back().complete);
            complete_.push_back({stack_.back().place, at_ + 1});
        }
        stack_.pop_back();
        next_ = Next::comma_or_end;
        return true;
    }

    bool follow_comma() {
        next_ = stack_.back().is_object ? Next::key : Next::value;
        return true;
    }

    /// A string ends in its line.
    bool take_string() {
        if (next_ == Next::colon || next_ == Next::comma_or_end) {
            return false;
        }
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (static_cast<unsigned char>(text_[at_]) < ' ') {
                return false;
            }
            if (text_[at_] == '\\') {
                ++at_;
            }
        }
        const bool is_key = next_ == Next::key || next_ == Next::key_or_end;
        next_ = is_key ? Next::colon : Next::comma_or_end;
        return at_ < text_.size();
    }

    bool take_word() {
        const std::size_t first = at_;
        while (at_ + 1 < text_.size() && is_of_word(text_[at_ + 1])) {
            ++at_;
        }
        next_ = Next::comma_or_end;
        return is_scalar(text_.substr(first, at_ + 1 - first));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Next next_ = Next::value;
    std::vector<Open> stack_;
    std::vector<Extent> complete_;
    std::unordered_set<std::size_t> seen_;
};

/// The object with the words that JSON does not have as texts.
std::string with_quoted_words(std::string_view object) {
    std::string text;
    bool quoted = false;
    for (std::size_t i = 0; i < object.size(); ++i) {
        const char letter = object[i];
        if (quoted || !is_of_word(letter)) {
            text += letter;
            if (quoted && letter == '\\' && i + 1 < object.size()) {
                text += object[++i];
            } else if (letter == '"') {
                quoted = !quoted;
            }
            continue;
        }
        const std::size_t first = i;
        while (i + 1 < object.size() && is_of_word(object[i + 1])) {
            ++i;
        }
        const std::string_view word = object.substr(first, i + 1 - first);
        const std::string instead = text_for(word);
        text += instead.empty() ? std::string(word) : instead;
    }
    return text;
}

/// Keys that an object has twice, as the parser goes through it.
class RepeatedKeys {
public:
    bool note(Json::parse_event_t event, const Json& parsed) {
        if (event == Json::parse_event_t::object_start) {
            open_.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            open_.pop_back();
        } else if (event == Json::parse_event_t::key &&
                   !open_.back().insert(parsed.get<std::string>()).second && first_.empty()) {
            first_ = parsed.get<std::string>();
        }
        return true;
    }

    [[nodiscard]] const std::string& first() const { return first_; }

private:
    std::vector<std::unordered_set<std::string>> open_;
    std::string first_;
};

FoundObject parse_object(const std::string& text) {
    RepeatedKeys keys;
    Json value = Json::parse(
        text,
        [&keys](int /*depth*/, Json::parse_event_t event, Json& parsed) {
            return keys.note(event, parsed);
        },
        /*allow_exceptions=*/false);
    return {.value = std::move(value), .repeated = keys.first()};
}

}  // namespace

void each_json_object(std::string_view text, const std::function<void(FoundObject&&)>& use) {
    ObjectScan scan(text);
    std::size_t from = 0;
    for (std::size_t open = text.find('{'); open != std::string_view::npos;
         open = text.find('{', from)) {
        from = open + 1;
        if (scan.knows(open)) {
            continue;
        }
        for (const auto& [begin, end] : scan.scan(open)) {
            std::string source = with_quoted_words(text.substr(begin, end - begin));
            FoundObject object = parse_object(source);
            if (object.value.is_discarded()) {  // letters of another encoding than UTF-8, perhaps
                std::ranges::replace_if(
                    source, [](unsigned char letter) { return letter > 127; }, '?');
                object = parse_object(source);
            }
            if (object.value.is_object()) {
                use(std::move(object));
            }
            from = begin == open ? end : from;
        }
    }
}

}  // namespace jennopt
