"""Who sits at the desk, and the password."""
