"""What somebody is told whose answer cannot be taken; here together, so that each is translated. Pure."""


def N_(sentence: str) -> str:  # noqa: N802 - the name by which words to translate are found
    """The sentence itself; it is translated where it is shown."""
    return sentence


FROM_LIST = N_("“%(question)s” – choose from the list.")
ONE_ONLY = N_("“%(question)s” – choose one answer only.")
WHOLE_NUMBER = N_("“%(question)s” – write one whole number from %(least)s to %(most)s.")
ONE_DAY = N_("“%(question)s” – write one day like this: 27/3/2027.")
SHORTER = N_("“%(question)s” – make it shorter: %(most)s characters at most. It is %(now)s now.")
PLACES = N_("“%(question)s” – give places from 1 to %(most)s, or none.")
SAME_PLACE = N_(
    "“%(question)s” – “%(first)s” and “%(second)s” both have place %(place)s. Give one of them another place."
)
ONE_PLACE = N_("“%(question)s” – give each one place only.")
NOTHING_SAID = N_("Answer at least one question, then press Send.")
PRESS_AGAIN = N_(
    "Press Send once more. This page had lost the number that stops a view from being sent twice."
)
BUSY = N_("Many people are sending at once. Nothing is lost: wait a few seconds and press Send again.")
NOT_NOW = N_("We cannot take views right now. Yours is still here: wait a little and press Send again.")
NOT_A_PICTURE = N_("“%(question)s” – this is not a picture we can read. Choose a JPEG, PNG or WebP.")
PICTURE_TOO_LARGE = N_("“%(question)s” – this picture is too large. Choose one of %(most)s MB or less.")
#: All of them, for whoever reviews a language.
SENTENCES = (
    *(FROM_LIST, ONE_ONLY, WHOLE_NUMBER, ONE_DAY, SHORTER, PLACES, SAME_PLACE, ONE_PLACE),
    *(NOTHING_SAID, PRESS_AGAIN, BUSY, NOT_NOW, NOT_A_PICTURE, PICTURE_TOO_LARGE),
)
