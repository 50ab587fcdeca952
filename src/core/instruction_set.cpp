#include "core/instruction_set.hpp"

#include "core/blas.hpp"
#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <hwy/targets.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdlib>

namespace jennopt {

namespace {

/// What an instruction set is called, and the kernel of OpenBLAS that uses it.
struct NamedSet {
    std::int64_t target;
    const char* name;
    const char* blas_kernel;
};

/// Of the kernel that every processor can run.
constexpr const char* baseline_blas = HWY_ARCH_X86 ? "Prescott" : "";

constexpr std::array named_sets{
    NamedSet{HWY_AVX3, "avx512", "SkylakeX"},
    NamedSet{HWY_AVX2, "avx2", "Haswell"},
#ifdef HWY_SSE2  // since Highway 1.0.4
    NamedSet{HWY_SSE2, "baseline", baseline_blas},
#endif
    NamedSet{HWY_EMU128, "baseline", baseline_blas},
    NamedSet{HWY_SCALAR, "baseline", baseline_blas},
};

const NamedSet* find_named(std::int64_t target) {
    const auto* const found = std::ranges::find(named_sets, target, &NamedSet::target);
    return found == named_sets.end() ? nullptr : &*found;
}

/// On other processors as Highway calls it.
std::string name_of_target(std::int64_t target) {
    if (const NamedSet* named = find_named(target)) {
        return named->name;
    }
    std::string name = hwy::TargetName(target);
    std::ranges::transform(
        name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name;
}

std::string kernel_of(std::int64_t target) {
    const NamedSet* named = find_named(target);
    return named == nullptr ? "" : named->blas_kernel;
}

std::int64_t best_target() {
    return hwy::SupportedAndGeneratedTargets().front();
}

bool& is_named() {
    static bool named = false;
    return named;
}

}  // namespace

std::vector<std::string> instruction_sets() {
    std::vector<std::string> names;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        names.push_back(name_of_target(target));
    }
    return names;
}

void use_instruction_set(const std::string& name) {
    const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
    const auto chosen = name.empty() ? targets.begin()
                                     : std::ranges::find_if(targets, [&name](std::int64_t target) {
                                           return name_of_target(target) == name;
                                       });
    if (chosen == targets.end()) {
        const std::vector<std::string> names = instruction_sets();
        throw ConfigError(
            fmt::format("--simd is {}, expected one of {}, which this processor has{}",
                        name,
                        fmt::join(names, ", "),
                        did_you_mean(name, names)));
    }
    if (!name.empty()) {
        hwy::SetSupportedTargetsForTest(*chosen);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    }
    is_named() = !name.empty();
}

std::string instruction_set() {
    return name_of_target(best_target());
}

std::string wanted_blas_kernel() {
    const bool has_own = std::getenv("OPENBLAS_CORETYPE") != nullptr;
    return has_own && !is_named() ? "" : kernel_of(best_target());
}

std::string instruction_set_warning() {
    const std::string wanted = kernel_of(best_target());
    const std::string& used = blas().kernel;
    if (wanted.empty() || wanted == used || std::getenv("OPENBLAS_CORETYPE") != nullptr) {
        return "";
    }
    return fmt::format(
        "OpenBLAS computes with its kernel {} where {} was asked for: results are rounded in "
        "another way{}",
        used,
        wanted,
        used == "Prescott" ? ", and training and kriging take about twice as long" : "");
}

}  // namespace jennopt
