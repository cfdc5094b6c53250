"""Taking part, from the first question to the receipt and beyond."""
