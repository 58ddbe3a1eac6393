"""F2: receive a case, on one screen from top to bottom, with the slip beside it."""
