"""The stick on the sync screen: what goes, what comes, who carries it, and the paper that both sides sign."""
