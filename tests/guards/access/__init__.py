"""Who sees and does what: a world with a secret in every field, and the table of all addresses."""
