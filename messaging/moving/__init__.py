"""Moving in from another panel: its exports are understood, shown, compared and taken."""
