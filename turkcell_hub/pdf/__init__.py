"""Papers as PDF: A4 with Turkish letters embedded. Knows no Django and no model."""

from turkcell_hub.pdf.document import Paper, label

__all__ = ["Paper", "label"]
