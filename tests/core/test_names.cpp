#include "jennopt/core/names.hpp"
#include "support/catch.hpp"

#include <array>

namespace jennopt {

enum class Tool { hammer, wrench, saw };

// Not in the order of the enumeration, as after an enumerator was put in its middle.
template <>
inline constexpr auto enum_names<Tool> = std::to_array<Named<Tool>>({{Tool::saw, "saw", "a saw"},
                                                                     {Tool::hammer, "hammer"},
                                                                     {Tool::wrench, "wrench"}});

}  // namespace jennopt

using namespace jennopt;

TEST_CASE("names: a list binds by value and not by position", "[core][names]") {
    CHECK(name_of(Tool::hammer) == "hammer");
    CHECK(name_of(Tool::wrench) == "wrench");
    CHECK(name_of(Tool::saw) == "saw");
    CHECK(value_named<Tool>("hammer") == Tool::hammer);
    CHECK(value_named<Tool>("saw") == Tool::saw);
}

TEST_CASE("names: a name that is none is no value", "[core][names]") {
    CHECK_FALSE(value_named<Tool>("Hammer"));
    CHECK_FALSE(value_named<Tool>(""));
}

TEST_CASE("names: words are the name where there are no others", "[core][names]") {
    CHECK(words_of(Tool::saw) == "a saw");
    CHECK(words_of(Tool::wrench) == "wrench");
}

TEST_CASE("names: all names come in the order of the list", "[core][names]") {
    CHECK(all_names<Tool>() == std::vector<std::string>{"saw", "hammer", "wrench"});
}
