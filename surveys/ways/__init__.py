"""Other ways to take part on one device: with a helper, at a kiosk, parent and child apart."""
