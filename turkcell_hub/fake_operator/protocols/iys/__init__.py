"""The consent registry on the wire (contracts/iys.md)."""
