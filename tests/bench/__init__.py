"""`make bench`: what the desk and its line cost, each figure beside what it is measured against (docs/bench.md)."""
