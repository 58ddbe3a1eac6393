"""Sync for real: the desk and the server as processes of their own, real files, real lines that break, and `kill -9`."""
