"""The operator's own bills: what it charges, and how its documents look (contracts, B3)."""
