/// A study file.

#include "study/config.hpp"

#include "fuzz/input.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::file_with("study.yaml", fuzz::text_of(data, size));
    fuzz::read_or_refuse([&] { (void)jennopt::read_study(file); });
    return 0;
}
