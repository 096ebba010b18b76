"""Events for other programs: the change feed by REST, the log of what was sent to them."""
