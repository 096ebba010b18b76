"""What messaging's pages read. Nothing here writes."""
