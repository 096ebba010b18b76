"""The ERP's door: cards in, documents out."""
