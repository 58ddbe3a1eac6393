"""The windows: a folder for each screen, and the shell that holds them."""
