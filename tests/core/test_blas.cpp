#include "core/blas.hpp"
#include "core/instruction_set.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("OpenBLAS computes with the kernel of the instruction set, whoever uses the library",
          "[core][blas]") {
    const std::string wanted = wanted_blas_kernel();
    CHECK(!blas().kernel.empty());
    CHECK((wanted.empty() || blas().kernel == wanted));
    CHECK(instruction_set_warning().empty());
}
