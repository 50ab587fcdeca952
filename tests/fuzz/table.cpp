/// A CSV table: of numbers, as a problem, as evaluations of a problem.

#include "data/csv.hpp"
#include "data/table_problem.hpp"
#include "study/given_data.hpp"

#include "fuzz/input.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jennopt;
    const auto file = fuzz::file_with("table.csv", fuzz::text_of(data, size));
    fuzz::read_or_refuse([&] { (void)read_csv(file); });
    fuzz::read_or_refuse([&] {
        (void)read_table({.file = file.filename().string(),
                          .inputs = {"x1", "x2"},
                          .outputs = {"y"},
                          .pattern = "d_{output}_d_{input}"},
                         file.parent_path());
    });
    fuzz::read_or_refuse([&] {
        const ProblemInfo problem{.name = "two",
                                  .inputs = {{"x1", "", 0.0, 1.0}, {"x2", "", 0.0, 1.0}},
                                  .outputs = {{"y", "", OutputRole::objective}}};
        (void)read_given_data(file, problem).text();
    });
    return 0;
}
