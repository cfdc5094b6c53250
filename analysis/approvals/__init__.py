"""A young researcher's word on the wording of public summaries, where a campaign asks for it."""
