"""Finishing a campaign: every main theme has a decision with its reason, which whoever decides has read."""
