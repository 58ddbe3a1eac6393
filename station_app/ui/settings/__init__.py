"""F11: what this PC's user sets for the screen and the printer."""
