"""Everything here runs with make test; figures come from tests.bench and make bench."""
