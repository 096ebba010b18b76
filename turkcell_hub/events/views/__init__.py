"""Pages that show a secret once."""
