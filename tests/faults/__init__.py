"""The simulation: the real engine and the real district under every fault we can name, and every order of a small world."""
