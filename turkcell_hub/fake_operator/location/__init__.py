"""The operator's location service and a tracking server."""
