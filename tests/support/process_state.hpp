#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

/// A zombie without a parent to reap it (in a container without an init) is dead, too.
inline bool is_alive(int process) {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(stat), {}};
    return ::kill(process, 0) == 0 && !text.empty() && text.find(") Z") == std::string::npos;
}

/// Waits for the end of a process that ends any moment; false if it does not.
inline bool ends(int process) {
    for (int i = 0; i < 1000 && is_alive(process); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return !is_alive(process);
}

/// The numbers in a file, of processes that wrote them there; waits for so many.
inline std::vector<int> numbers_in(const std::filesystem::path& file, std::size_t count) {
    std::vector<int> numbers;
    for (int i = 0; i < 1000 && numbers.size() < count; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(i == 0 ? 0 : 20));
        std::ifstream stream(file);
        numbers.assign(std::istream_iterator<int>(stream), {});
    }
    return numbers;
}
