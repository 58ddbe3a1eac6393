"""Small widgets that several screens share, each module named for the one thing it makes."""
