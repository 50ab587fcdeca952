/// A simulation that says what it does. It reads a point as jennopt gives it, answers with values
/// and partials, and appends to the file LOG, the environment's STRESS_LOG, a line `begin RUN X0
/// X1` before and `end RUN X0 X1` after it has answered, or `beside RUN X0 X1` if the same point is
/// under way elsewhere. RUN is the environment's STRESS_RUN. While the file LOG.slow exists it
/// takes a minute.

#include <sys/file.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <iostream>
#include <iterator>
#include <string>
#include <unistd.h>

namespace {

std::string log_file;

/// One write, so that lines of several processes do not mix.
void note(const char* what, const std::string& point) {
    const char* run = std::getenv("STRESS_RUN");
    const std::string line =
        std::string(what) + ' ' + (run == nullptr ? "-" : run) + ' ' + point + '\n';
    const int file = ::open(log_file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0 || ::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        std::perror(log_file.c_str());
        std::exit(1);
    }
    ::close(file);
}

/// Holds the point; it is free again when this process has ended.
bool hold(const std::string& point) {
    const std::string file = log_file + ".points/" + point;
    const int lock = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    return lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0;
}

}  // namespace

int main() {
    const char* log = std::getenv("STRESS_LOG");
    if (log == nullptr) {
        std::fprintf(stderr, "STRESS_LOG is not set\n");
        return 2;
    }
    log_file = log;
    const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
    const std::size_t from = text.find("\"x\"");
    double x = 0.0;
    double y = 0.0;
    if (from == std::string::npos ||
        std::sscanf(text.c_str() + text.find('[', from), "[%lf , %lf", &x, &y) != 2) {
        std::fprintf(stderr, "no point in %s\n", text.c_str());
        return 1;
    }
    std::array<char, 80> letters{};
    std::snprintf(letters.data(), letters.size(), "%.17g %.17g", x, y);
    const std::string point = letters.data();
    note(hold(point) ? "begin" : "beside", point);
    for (int k = 0; k < 6000 && ::access((log_file + ".slow").c_str(), F_OK) == 0; ++k) {
        ::usleep(10000);
    }
    const double slope = y - x * x;
    std::printf(
        "{\"values\": {\"f\": %.17g}, \"partials\": {\"f\": {\"x\": %.17g, \"y\": %.17g}}}\n",
        (1.0 - x) * (1.0 - x) + 10.0 * slope * slope,
        -2.0 * (1.0 - x) - 40.0 * x * slope,
        20.0 * slope);
    std::fflush(stdout);
    note("end", point);
    return 0;
}
