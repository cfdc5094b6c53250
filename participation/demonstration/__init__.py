"""The demonstration: made-up campaigns, moderated, themed and answered, to try things on."""
