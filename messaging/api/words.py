"""What the schema says of a view's method, with the rights that it asks for."""

from turkcell_hub.api.telling import told

__all__ = ["told"]
