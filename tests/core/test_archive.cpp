#include "core/archive.hpp"
#include "core/archive_names.hpp"
#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

using namespace jennopt;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t block_size = 512;

/// An entry of a tar file (POSIX ustar) as anybody might write it, padded to whole blocks.
std::string tar_entry(const std::string& name,
                      const std::string& text,
                      char type = '0',
                      const std::string& link = "",
                      std::uint64_t size = 0) {
    std::string header(block_size, '\0');
    const auto put = [&](std::size_t at, const std::string& field) {
        std::ranges::copy(field, header.begin() + static_cast<std::ptrdiff_t>(at));
    };
    put(0, name);
    put(100, "0000755");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", size == 0 ? text.size() : size));
    put(136, "00000000000");
    put(148, "        ");
    header[156] = type;
    put(157, link);
    put(257, "ustar");
    put(263, "00");
    unsigned sum = 0;
    for (const char letter : header) {
        sum += static_cast<unsigned char>(letter);
    }
    put(148, fmt::format("{:06o}", sum));
    header[154] = '\0';
    std::string padded = text;
    padded.resize((text.size() + block_size - 1) / block_size * block_size, '\0');
    return header + padded;
}

/// An archive that somebody made.
class Foreign {
public:
    explicit Foreign(const std::string& entries) {
        write_text(file(), entries + std::string(2 * block_size, '\0'));
    }

    [[nodiscard]] fs::path file() const { return folder_.path() / "wing.tar.gz"; }

    [[nodiscard]] fs::path target() const { return folder_.path() / "below" / "wing"; }

    /// Why it is not unpacked; "" if it is. What is refused leaves nothing.
    [[nodiscard]] std::string refusal() const {
        try {
            unpack_archive(file(), target());
            return "";
        } catch (const ConfigError& error) {
            CHECK_FALSE(fs::exists(target()));
            CHECK_FALSE(fs::exists(folder_.path() / "x"));
            CHECK((!fs::exists(target().parent_path()) || fs::is_empty(target().parent_path())));
            return error.what();
        }
    }

private:
    ScratchFolder folder_;
};

const std::string good = tar_entry("w/a.txt", "text");

}  // namespace

TEST_CASE("archive: what was packed is unpacked, byte for byte, with what can be run",
          "[core][archive]") {
    const ScratchFolder folder;
    const fs::path script = folder.path() / "run.sh";
    const std::string big(3U << 20U, 'x');
    write_text(script, big);
    fs::permissions(script, fs::perms::owner_exec, fs::perm_options::add);
    const fs::path file = folder.path() / "w.tar.gz";
    const std::vector<ArchiveFile> files{
        {"w/deep/in/run.sh", script}, {"w/study.yaml", "", "study: w\n"}, {"w/empty", "", ""}};
    write_archive(file, files);
    CHECK(fs::file_size(file) < big.size() / 100);
    const fs::path target = folder.path() / "out" / "w";
    unpack_archive(file, target);
    CHECK(read_text(target / "deep" / "in" / "run.sh") == big);
    CHECK(read_text(target / "study.yaml") == "study: w\n");
    CHECK(read_text(target / "empty").empty());
    CHECK((fs::status(target / "deep" / "in" / "run.sh").permissions() & fs::perms::owner_exec) !=
          fs::perms::none);
    CHECK((fs::status(target / "study.yaml").permissions() & fs::perms::owner_exec) ==
          fs::perms::none);
}

TEST_CASE("archive: the same files make the same bytes, and none is overwritten",
          "[core][archive]") {
    const ScratchFolder folder;
    const std::vector<ArchiveFile> files{{"w/a", "", "text"}};
    write_archive(folder.path() / "1.tgz", files);
    write_archive(folder.path() / "2.tgz", files);
    CHECK(read_text(folder.path() / "1.tgz") == read_text(folder.path() / "2.tgz"));
    CHECK_THROWS_WITH(write_archive(folder.path() / "1.tgz", files),
                      Catch::Contains("is there already, expected a new file"));
    const std::vector<ArchiveFile> twice{{"w/a", "", "1"}, {"w/a", "", "2"}};
    CHECK_THROWS_WITH(write_archive(folder.path() / "3.tgz", twice),
                      Catch::Contains("two files would be w/a in it"));
    CHECK_THROWS_WITH(write_archive(folder.path() / "no" / "4.tgz", files),
                      Catch::Contains("cannot be written"));
    CHECK_FALSE(fs::exists(folder.path() / "3.tgz"));
}

TEST_CASE("archive: nothing is unpacked over a folder, and what is none is refused",
          "[core][archive]") {
    const Foreign archive(good);
    unpack_archive(archive.file(), archive.target());
    CHECK(read_text(archive.target() / "a.txt") == "text");
    CHECK_THROWS_WITH(unpack_archive(archive.file(), archive.target()),
                      Catch::Contains("is there already, expected a new folder"));
    const ScratchFolder folder;
    fs::create_symlink(folder.path() / "elsewhere", folder.path() / "wing");
    CHECK_THROWS_WITH(unpack_archive(archive.file(), folder.path() / "wing"),
                      Catch::Contains("is there already"));
    CHECK_THROWS_WITH(unpack_archive(folder.path() / "none.tgz", folder.path() / "new"),
                      Catch::Contains("no such file"));
    write_text(folder.path() / "text.tgz", "no archive at all");
    CHECK_THROWS_WITH(unpack_archive(folder.path() / "text.tgz", folder.path() / "new"),
                      Catch::Contains("is no .tar.gz of jennopt pack, or is damaged"));
    CHECK_THAT(Foreign("").refusal(), Catch::Contains("empty archive"));
}

TEST_CASE("archive: names that lead out of its folder are refused", "[core][archive]") {
    for (const std::string name : {"w/../../x", "../x", "w/..", "w/b/../../../x"}) {
        INFO(name);
        CHECK_THAT(Foreign(good + tar_entry(name, "evil")).refusal(),
                   Catch::Contains("'" + name + "' leads out of its folder"));
    }
    CHECK_THAT(Foreign(good + tar_entry("/tmp/x", "evil")).refusal(),
               Catch::Contains("'/tmp/x' is an absolute name"));
    CHECK_THAT(Foreign(good + tar_entry("other/x", "evil")).refusal(),
               Catch::Contains("'other/x' is beside w, expected one folder with everything"));
    CHECK_THAT(Foreign(tar_entry("x", "evil")).refusal(), Catch::Contains("expected a folder"));
    for (const std::string name : {"w//x", "w/./x", "w/a\nb", "w/a\\b", "w/\x1b[2J"}) {
        CHECK_THAT(Foreign(good + tar_entry(name, "evil")).refusal(),
                   Catch::Contains("is no name of a file"));
    }
}

TEST_CASE("archive: links, devices, names that come twice are refused", "[core][archive]") {
    CHECK_THAT(Foreign(good + tar_entry("w/l", "", '2', "/etc")).refusal(),
               Catch::Contains("'w/l' is a link, expected whole files"));
    CHECK_THAT(Foreign(good + tar_entry("w/l", "", '1', "w/a.txt")).refusal(),
               Catch::Contains("'w/l' is a link"));
    for (const char type : {'3', '4', '6'}) {
        CHECK_THAT(Foreign(good + tar_entry("w/d", "", type)).refusal(),
                   Catch::Contains("'w/d' is a device or a pipe"));
    }
    CHECK_THAT(Foreign(good + good).refusal(), Catch::Contains("'w/a.txt' comes twice"));
    CHECK_THAT(Foreign(good + tar_entry("w/a.txt/b", "")).refusal(),
               Catch::Contains("is a file and a folder"));
    CHECK_THAT(Foreign(tar_entry("w/a/b", "") + tar_entry("w/a", "")).refusal(),
               Catch::Contains("'w/a' comes twice"));
}

TEST_CASE("archive: a size out of proportion is refused before anything is written",
          "[core][archive]") {
    constexpr std::uint64_t most_in_header = 077777777777;
    CHECK_THAT(Foreign(good + tar_entry("w/bomb", "", '0', "", most_in_header)).refusal(),
               Catch::Contains("out of proportion"));
    CHECK_THAT(Foreign(good + tar_entry("w/cut", "short", '0', "", 5000)).refusal(),
               Catch::Contains("damaged"));
    ArchiveNames names(1000);
    CHECK(names.empty());
    names.require_good("w/a");
    CHECK(names.add_file("w/a", 60U << 20U) == "a");
    CHECK_THROWS_WITH(names.add_file("w/b", 5U << 20U), Catch::Contains("out of proportion"));
    CHECK(quoted(std::string(200, 'a') + "\n").size() < 110);
}
