"""What the people who run the site need: copies of its data, moving it, and a check-up."""
