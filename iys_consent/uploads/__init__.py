"""Lists of consents from Excel and CSV: read → look at → send (K-040 … K-061)."""
