"""The officer's desk: the theme list of a campaign, what each answer is about, corrections and sign-off."""
