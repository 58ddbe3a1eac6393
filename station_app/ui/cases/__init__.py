"""F3: find a case."""
