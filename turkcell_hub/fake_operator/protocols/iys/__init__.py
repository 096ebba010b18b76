"""The consent registry on the wire."""
