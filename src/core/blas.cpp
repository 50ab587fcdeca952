#include "core/blas.hpp"

#include "core/address_space.hpp"
#include "core/format.hpp"
#include "core/instruction_set.hpp"
#include "jennopt/core/error.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <new>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* library_name = "libopenblas.so.0";

/// A variable of the environment for a while: OpenBLAS has no other way to be told.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) {
        if (const char* before = std::getenv(name); before != nullptr) {
            before_ = before;
        }
        ::setenv(name, value.c_str(), 1);
    }

    ~Variable() {  // programs that are started later see the user's own
        if (before_) {
            ::setenv(name_, before_->c_str(), 1);
        } else {
            ::unsetenv(name_);
        }
    }

    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    Variable(Variable&&) = delete;
    Variable& operator=(Variable&&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

void* opened() {
    const Variable threads("OPENBLAS_NUM_THREADS", "1");
    std::optional<Variable> kernel;
    if (const std::string wanted = wanted_blas_kernel(); !wanted.empty()) {
        kernel.emplace("OPENBLAS_CORETYPE", wanted);
    }
    void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        throw Error(
            fmt::format("OpenBLAS does not load: {}; expected the package "
                        "libopenblas0-pthread to be installed",
                        ::dlerror()));
    }
    return library;
}

template <typename Function>
void find(void* library, const char* name, Function& function) {
    void* symbol = ::dlsym(library, name);
    if (symbol == nullptr) {
        throw Error(
            fmt::format("{} has no function {}, expected OpenBLAS 0.3", library_name, name));
    }
    function = reinterpret_cast<Function>(symbol);
}

Blas loaded() {
    void* library = opened();
    Blas functions{};
    find(library, "cblas_dgemm", functions.dgemm);
    find(library, "cblas_dsyrk", functions.dsyrk);
    find(library, "cblas_dtrsm", functions.dtrsm);
    find(library, "cblas_dtrsv", functions.dtrsv);
    find(library, "dpotrf_", functions.dpotrf);
    find(library, "dpotrs_", functions.dpotrs);
    find(library, "dpotri_", functions.dpotri);
    char* (*text)() = nullptr;
    find(library, "openblas_get_corename", text);
    functions.kernel = text();
    find(library, "openblas_get_config", text);
    functions.library = text();
    return functions;
}

bool require_room() {
    if (!has_address_space(blas_memory)) {
        throw std::bad_alloc();
    }
    return true;
}

}  // namespace

const Blas& blas() {
    static const Blas functions = loaded();
    // Of every thread that calls it, before its first call.
    [[maybe_unused]] thread_local const bool is_checked = require_room();
    return functions;
}

}  // namespace jennopt
