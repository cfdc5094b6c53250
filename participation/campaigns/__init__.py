"""Campaigns: one consultation each, with its purpose, its decision, its dates and its gates."""
