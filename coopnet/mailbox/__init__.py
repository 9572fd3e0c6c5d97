"""Kept mails of the embedded default: instead of leaving, each mail becomes a file that the browser shows."""
