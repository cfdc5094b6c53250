"""The languages of the pages themselves: which are prepared, and which a person has reviewed."""
