"""The rule book, shared by desk and district: pure functions and frozen structs, no I/O beyond its own data files, no Qt."""
