"""The demonstration county: files that a person can read, turned into pages."""
