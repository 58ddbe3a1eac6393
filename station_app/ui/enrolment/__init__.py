"""The first start: this PC joins its district."""
