"""Whether reading is even-handed: how often views of one group are held or not used, beside those of others."""
