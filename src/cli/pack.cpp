#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/format.hpp"
#include "study/packing.hpp"

namespace jennopt {

void pack_command(const CommandLine& line) {
    const Packed packed = pack(line.arguments.front(), line.output, line.with);
    for (const std::string& remark : packed.remarks) {
        print_message("{}\n", remark);
    }
    constexpr double megabyte = 1e6;
    print_result("{}: {} files, {:.2g} MB; jennopt run {} makes the results again\n",
                 packed.archive.string(),
                 packed.files,
                 static_cast<double>(packed.bytes) / megabyte,
                 packed.archive.string());
}

}  // namespace jennopt
