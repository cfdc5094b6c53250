"""What people said where nobody typed it into a form: at meetings and workshops, and on social media."""
