"""F5: record what somebody asked."""
