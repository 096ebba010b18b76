"""SMPP 3.4 (the SMPP 3.4 specification, issue 1.2)."""
