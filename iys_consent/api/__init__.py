"""The consent room at /api/v1/."""
