"""The service items as data, their loader and completeness check."""
