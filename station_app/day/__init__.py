"""A day at the desk, worked through the real windows against a real district, step by step. Shows that it all works."""
