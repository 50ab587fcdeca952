#pragma once

#include <cblas.h>
#include <f77blas.h>
#include <string>

namespace jennopt {

/// What is used of OpenBLAS.
///
/// It is loaded at its first use and not linked: what it reads when it is loaded, the number of its
/// threads and its kernel (wanted_blas_kernel()), is decided before. It gets one thread, so that
/// results do not depend on the machine's cores: calls come from as many threads as there are
/// trainings side by side. (OpenBLAS built without threads is not safe to call so.)
struct Blas {
    decltype(&cblas_dgemm) dgemm;
    decltype(&cblas_dsyrk) dsyrk;
    decltype(&cblas_dtrsm) dtrsm;
    decltype(&cblas_dtrsv) dtrsv;
    decltype(&dpotrf_) dpotrf;
    decltype(&dpotrs_) dpotrs;
    decltype(&dpotri_) dpotri;
    std::string kernel;   ///< "Haswell"
    std::string library;  ///< version and how it was built
};

/// @throws Error if the library cannot be loaded, or lacks a function
/// @throws std::bad_alloc where the limits of this process leave no room for its working memory
[[nodiscard]] const Blas& blas();

}  // namespace jennopt
