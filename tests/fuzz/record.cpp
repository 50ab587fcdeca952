/// A replicate's record, and every metric of it.

#include "record/record.hpp"

#include "record/metric.hpp"

#include "fuzz/input.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jennopt;
    (void)fuzz::file_with("record/timing.json", "{}");
    const auto folder =
        fuzz::file_with("record/record.json", fuzz::text_of(data, size)).parent_path();
    fuzz::read_or_refuse([&] {
        const ReplicateRecord record = read_record(folder);
        for (const std::string& name : contenders_of(record)) {
            (void)find_surrogate(record, name);
            (void)find_optimizer(record, name);
        }
        write_record(folder, record);
        (void)read_record(folder);
    });
    return 0;
}
