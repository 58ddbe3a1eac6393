"""What others would run in place of our sync, on the same work: only for `make bench`, fetched into build/peers/."""
