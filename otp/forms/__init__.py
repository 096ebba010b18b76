"""Forms of the room; they check spelling, services hold the rules."""
