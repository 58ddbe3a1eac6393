"""F6: the service guides."""
