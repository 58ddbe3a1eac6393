"""F8: what waits, what was refused, and the line."""
