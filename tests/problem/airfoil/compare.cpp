// Prints XFOIL's reference table with the airfoil problem's values beside them, for the figure in
// results/airfoil_polars.md.
#include "polar.hpp"
#include <cstdio>
#include <exception>

int main(int argc, char** argv) try {
    if (argc != 2) {
        std::fputs("usage: jennopt_airfoil_polars tests/problem/airfoil/xfoil.csv\n", stderr);
        return 2;
    }
    std::puts("section,alpha,reynolds,xfoil_cl,xfoil_cd,xfoil_cm,cl,cd,cm");
    for (const ReferencePoint& p : read_reference(argv[1])) {
        const airfoil::Loads<double> loads = loads_at(p);
        std::printf("%s,%g,%g,%g,%g,%g,%.5f,%.6f,%.5f\n",
                    p.section.c_str(),
                    p.alpha,
                    p.reynolds,
                    p.cl,
                    p.cd,
                    p.cm,
                    loads.cl,
                    loads.cd,
                    loads.cm);
    }
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
