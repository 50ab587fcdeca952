#pragma once

#include "support/catch.hpp"

#include <hwy/targets.h>

#include <cstdint>
#include <vector>

/// Runs the check with every instruction set that this machine has, then goes back to the best one.
template <typename Check>
void for_each_target(const Check& check) {
    const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
    REQUIRE(!targets.empty());
    for (const std::int64_t target : targets) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        INFO("instruction set " << hwy::TargetName(target));
        check();
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}
