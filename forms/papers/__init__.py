"""What each printed paper says: a record and a layout, no engine."""
