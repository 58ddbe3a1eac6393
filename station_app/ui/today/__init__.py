"""F1: what waits, what is due, what came back."""
