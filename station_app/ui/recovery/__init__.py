"""A forgotten password, before anybody has come in."""
