"""Reach: who has answered so far, who we have not heard from, and the next step to take."""
