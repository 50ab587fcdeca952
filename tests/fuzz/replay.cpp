/// The corpus as a regression test, without libFuzzer: runs every file of the folder that it is
/// given.

#include "fuzz/input.hpp"
#include <algorithm>
#include <exception>
#include <iostream>
#include <iterator>
#include <vector>

int main(int argc, char* argv[]) try {
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " FOLDER\n";
        return 2;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
        files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const std::filesystem::path& file : files) {
        std::cout << file.filename().string()
                  << std::endl;  // the last one printed is the one that failed
        std::ifstream stream(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    }
    std::cout << files.size() << " inputs\n";
    return files.empty() ? 1 : 0;

} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
