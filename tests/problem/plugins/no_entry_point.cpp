/// A shared library that is no problem.
extern "C" int unrelated() {
    return 0;
}
