"""The line at the bottom that never lies: what waits here, and when the last sync was."""
