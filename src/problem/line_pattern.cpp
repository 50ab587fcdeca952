#define PCRE2_CODE_UNIT_WIDTH 8

#include "problem/line_pattern.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <array>
#include <pcre2.h>
#include <utility>

namespace jennopt {

namespace {

/// Steps of a search, of which a sound expression makes few for each letter.
constexpr std::uint32_t most_steps = 1'000'000;

std::string words_of(int code) {
    std::array<unsigned char, 200> text{};
    ::pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());
}

struct Free {
    void operator()(pcre2_match_data* data) const { ::pcre2_match_data_free(data); }

    void operator()(pcre2_match_context* context) const { ::pcre2_match_context_free(context); }
};

PCRE2_SPTR letters(std::string_view text) {
    return reinterpret_cast<PCRE2_SPTR>(text.data());
}

}  // namespace

struct LinePattern::Compiled {
    explicit Compiled(std::string pattern) : text(std::move(pattern)) {
        int error = 0;
        PCRE2_SIZE place = 0;
        code = ::pcre2_compile(letters(text),
                               text.size(),
                               PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS |
                                   PCRE2_NEVER_BACKSLASH_C,
                               &error,
                               &place,
                               nullptr);
        if (code == nullptr) {
            throw ConfigError(
                fmt::format("is '{}', expected a regular expression ({} at letter {})",
                            text,
                            words_of(error),
                            place + 1));
        }
    }

    ~Compiled() { ::pcre2_code_free(code); }

    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
    Compiled(Compiled&&) = delete;
    Compiled& operator=(Compiled&&) = delete;

    std::string text;
    pcre2_code* code = nullptr;
};

LinePattern::LinePattern(const std::string& pattern)
    : compiled_(std::make_shared<const Compiled>(pattern)) {
    std::uint32_t groups = 0;
    ::pcre2_pattern_info(compiled_->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups < 1) {
        throw ConfigError(fmt::format("is '{}', expected a group ( ) around the number", pattern));
    }
}

std::optional<std::string> LinePattern::find(std::string_view line) const {
    const std::unique_ptr<pcre2_match_data, Free> found(
        ::pcre2_match_data_create_from_pattern(compiled_->code, nullptr));
    const std::unique_ptr<pcre2_match_context, Free> limits(::pcre2_match_context_create(nullptr));
    ::pcre2_set_match_limit(limits.get(), most_steps);
    ::pcre2_set_heap_limit(limits.get(), 100'000);  // KiB
    const int count =
        ::pcre2_match(compiled_->code, letters(line), line.size(), 0, 0, found.get(), limits.get());
    if (count == PCRE2_ERROR_NOMATCH) {
        return std::nullopt;
    }
    if (count < 0) {
        throw EvaluationError(
            fmt::format("the pattern '{}' cannot be searched in a line of {} letters ({}), "
                        "expected one in which no repetition stands within another",
                        compiled_->text,
                        line.size(),
                        words_of(count)));
    }
    const PCRE2_SIZE* places = ::pcre2_get_ovector_pointer(found.get());
    if (count < 2) {
        return "";
    }
    return std::string(line.substr(places[2], places[3] - places[2]));
}

}  // namespace jennopt
