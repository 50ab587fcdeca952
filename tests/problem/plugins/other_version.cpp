/// What a module of a later version could look like: only the first field is where it was.
struct LaterEntry {
    int interface_version;
    double something_else;
};

extern "C" const LaterEntry* jennopt_plugin() {
    static const LaterEntry entry{.interface_version = 9999, .something_else = -1.0};
    return &entry;
}
