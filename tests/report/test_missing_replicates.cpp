#include "core/text_file.hpp"
#include "report/missing_replicates.hpp"
#include "study/seal.hpp"
#include "study/work_claim.hpp"
#include "study/worker_identity.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <unistd.h>

using namespace jennopt;

namespace {

StudyContents contents_of(Index replicates) {
    StudyContents contents{};
    contents.replicates = replicates;
    contents.arms.push_back({.id = "base-1", .label = "base"});
    return contents;
}

}  // namespace

TEST_CASE("missing replicates: each is named with its reason", "[report]") {
    const ScratchFolder folder;
    for (const int r : {0, 2, 4, 5, 6}) {
        make_folder(folder.path() / "base-1" / ("r" + std::to_string(r)));
    }
    seal(folder.path() / "base-1" / "r0");
    write_text(folder.path() / "base-1" / "r6" / "FAILED",
               "the mesh collapsed\n");  // said elsewhere
    const auto claims = folder.path() / "claims";
    const auto claim = WorkClaim::try_take(claims, "base-1.r4");
    WorkerIdentity ended = this_worker();
    ended.start = "1";
    write_text(claims / "base-1.r5.1", to_text(ended));
    const std::string who = "process " + std::to_string(::getpid()) + " on " + this_worker().host;
    const std::vector<std::string> found = missing_replicates(folder.path(), contents_of(9));
    CHECK(found == std::vector<std::string>{
                       "Missing: base, replicate 4 is being run by " + who + ".",
                       "Missing: base, replicate 2 was begun, and its run ended.",
                       "Missing: base, replicate 5 was being run by " + who + ", which has ended.",
                       "Missing: base, replicates 1, 3, 7 to 8: each was not begun."});
}

TEST_CASE("missing replicates: a damaged count of them takes no time", "[report]") {
    const ScratchFolder folder;
    const std::vector<std::string> found =
        missing_replicates(folder.path(), contents_of(1000000000));
    REQUIRE(found.size() == 1);
    CHECK_THAT(found.front(), Catch::Contains("0 to 999999999"));
}
