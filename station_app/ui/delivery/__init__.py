"""F4: hand over a result and have it signed for."""
