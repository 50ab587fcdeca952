/// A file of a wing section.

#include "airfoil/section.hpp"

#include "fuzz/input.hpp"
#include <cmath>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::file_with("section.dat", fuzz::text_of(data, size));
    fuzz::read_or_refuse([&] {
        const airfoil::Section section = airfoil::read_section(file.string(), 20);
        if (!section.upper.allFinite() || !section.lower.allFinite()) {
            throw std::logic_error("a section that was read is not finite");
        }
    });
    return 0;
}
