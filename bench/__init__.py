"""What coopnet costs, always as a ratio to a named lower bound measured in the same run (``make bench``)."""
