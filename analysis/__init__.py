"""From approved answers to themes, counts, replies and reports."""
