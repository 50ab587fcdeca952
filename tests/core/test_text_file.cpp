#include "core/process_state.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace jennopt;

TEST_CASE("text file: one that is not there names the nearest that is", "[core][text_file]") {
    const ScratchFolder folder;
    std::ofstream(folder.path() / "study.yaml") << "a";
    CHECK_THROWS_WITH(read_text(folder.path() / "study.yml"),
                      Catch::EndsWith("study.yml: no such file; did you mean '" +
                                      (folder.path() / "study.yaml").string() + "'?"));
    CHECK_THROWS_WITH(read_text(folder.path() / "runs.csv"), Catch::EndsWith(": no such file"));
    CHECK_THROWS_WITH(read_text(folder.path() / "study.yaml" / "x"),
                      Catch::EndsWith("study.yaml/x: no such file"));
    CHECK_THROWS_WITH(read_text(folder.path()), Catch::EndsWith(": is a folder, expected a file"));
}

TEST_CASE("text file: a folder that cannot be made says what stands in the way",
          "[core][text_file]") {
    const ScratchFolder folder;
    make_folder(folder.path() / "a" / "b");
    CHECK(std::filesystem::is_directory(folder.path() / "a" / "b"));
    CHECK_NOTHROW(make_folder(folder.path() / "a" / "b"));
    const std::filesystem::path file = folder.path() / "file";
    std::ofstream(file) << "a";
    CHECK_THROWS_WITH(make_folder(file / "c" / "d"),
                      (file / "c" / "d").string() + ": the folder cannot be made, " +
                          file.string() + " is a file");
    CHECK_THROWS_WITH(make_folder(file),
                      file.string() + ": the folder cannot be made, it is a file");
    CHECK_THROWS_AS(make_folder("/proc/no/such"), ConfigError);
}

TEST_CASE("text file: a folder that somebody removes while it is made is made again",
          "[core][text_file]") {
    const ScratchFolder folder;
    const auto place = folder.path() / "a" / "b";
    for (int i = 0; i < 50; ++i) {
        std::atomic<bool> is_over = false;
        const std::jthread other([&] {
            for (int left = 5; left > 0 && !is_over;) {
                std::error_code gone;
                left -= std::filesystem::remove(place, gone) ? 1 : 0;
                left -= std::filesystem::remove(place.parent_path(), gone) ? 1 : 0;
            }
        });
        CHECK_NOTHROW(make_folder(place));
        is_over = true;
    }
}

TEST_CASE("text file: a new file never replaces one", "[core][text_file]") {
    const ScratchFolder folder;
    const std::filesystem::path file = folder.path() / "file";
    write_new_text(file, "first");
    CHECK_THROWS_AS(write_new_text(file, "second"), ConfigError);
    CHECK(read_text(file) == "first");
    std::filesystem::create_symlink("nowhere", folder.path() / "link");
    CHECK_THROWS_AS(write_new_text(folder.path() / "link", "third"), ConfigError);
    CHECK_THROWS_AS(write_new_text(folder.path() / "no" / "file", "fourth"), ConfigError);
}

TEST_CASE(
    "text file: several threads that write one file leave one of their texts, and nothing else",
    "[core][text_file]") {
    const ScratchFolder folder;
    const auto file = folder.path() / "a.json";
    std::vector<std::jthread> threads;
    for (const char letter : {'a', 'b', 'c'}) {
        threads.emplace_back([&file, letter] {
            for (int i = 0; i < 20; ++i) {
                write_text(file, std::string(5000, letter));
            }
        });
    }
    threads.clear();
    const std::string text = read_text(file);
    CHECK(text == std::string(5000, text.front()));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("text file: what a killed writer left is removed when its folder is used again",
          "[core][text_file]") {
    const ScratchFolder folder;
    std::array<char, 256> host{};
    REQUIRE(gethostname(host.data(), host.size() - 1) == 0);
    const pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    REQUIRE(waitpid(child, nullptr, 0) == child);
    const pid_t zombie = fork();
    if (zombie == 0) {
        _exit(0);
    }
    while (process_state(zombie).letter != 'Z') {
        std::this_thread::yield();
    }
    const auto place = [&](pid_t writer, const std::string& where) {
        return folder.path() / (".jennopt-" + std::to_string(writer) + "-0@" + where + ".part");
    };
    const auto dead = place(child, host.data());
    const auto not_waited_for = place(zombie, host.data());
    const auto alive = place(getpid(), host.data());
    const auto elsewhere = place(child, "elsewhere");
    const auto old = place(child + 1, "elsewhere");
    for (const auto& file : {dead, not_waited_for, alive, elsewhere, old}) {
        std::ofstream(file) << "half";
        CHECK(is_unfinished(file));
    }
    last_write_time(old, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
    make_folder(folder.path());
    CHECK_FALSE(std::filesystem::exists(dead));
    CHECK_FALSE(std::filesystem::exists(not_waited_for));
    REQUIRE(waitpid(zombie, nullptr, 0) == zombie);
    CHECK_FALSE(std::filesystem::exists(old));
    CHECK(std::filesystem::exists(alive));
    CHECK(std::filesystem::exists(elsewhere));
    CHECK_FALSE(is_unfinished(folder.path() / "a.part"));
}

TEST_CASE("text file: a pipe in the place of a file of ours is not waited for",
          "[core][text_file]") {
    const ScratchFolder folder;
    REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    CHECK_THROWS_WITH(read_own_text(folder.path() / "pipe"),
                      Catch::EndsWith("pipe: is a pipe or a device, expected a file"));
    CHECK_THROWS_WITH(read_own_text(folder.path()),
                      Catch::EndsWith("is a folder, expected a file"));
    CHECK_THROWS_WITH(read_own_text(folder.path() / "x"), Catch::Contains("no such file"));
}
