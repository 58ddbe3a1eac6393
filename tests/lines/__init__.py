"""Lines that can be bad: one that is cut every so many bytes, and one that is slow, far and loses packets."""
