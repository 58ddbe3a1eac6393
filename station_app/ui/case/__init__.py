"""One case: its way, its people and papers, and what can be done now."""
