"""What each signal means, in words for moderators."""

FAMILIES = {
    "safeguarding": "may be about a child at risk",
    "personal_data": "may say who somebody is",
    "language": "may be rude",
    "spam": "may be spam",
    "reader": "needs a reader",
    "screening": "not checked",
}

DESCRIPTIONS = {
    "safeguarding.suicide": "may be about not wanting to live",
    "safeguarding.self_harm": "may be about hurting themselves",
    "safeguarding.sexual_harm": "may be about unwanted touching or sexual harm",
    "safeguarding.abuse_at_home": "may be about being hurt or feeling unsafe at home",
    "safeguarding.domestic_abuse": "may be about violence or control in the family or by a partner",
    "safeguarding.neglect": "may be about not being looked after",
    "safeguarding.bullying": "may be about being bullied",
    "safeguarding.exploitation": "may be about being used by others, gangs, drugs or weapons",
    "safeguarding.online_harm": "may be about harm or threats online",
    "safeguarding.adult_in_authority": "may be about an adult who works with children",
    "safeguarding.running_away": "may be about running away or having nowhere to sleep",
    "safeguarding.friend_at_risk": "may be about somebody else at risk",
    "safeguarding.eating": "may be about an eating problem",
    "safeguarding.mental_health_crisis": "may be about not coping",
    "safeguarding.substance": "may be about alcohol or drugs doing harm",
    "safeguarding.young_carer_strain": "may be about caring for somebody being too much",
    "safeguarding.forced_marriage_or_honour": "may be about forced marriage or harm for honour",
    "safeguarding.unsafe_home_other": "may be about a home that is not safe",
    "safeguarding.worry": "may be about feeling unsafe or unwell",
    "personal_data.name": "may be somebody's name",
    "personal_data.phone": "looks like a phone number",
    "personal_data.email": "looks like an e-mail address",
    "personal_data.postcode": "looks like a postcode",
    "personal_data.handle": "looks like a name used online",
    "personal_data.address": "looks like an address",
    "personal_data.school": "names a school or college",
    "personal_data.year_group": "says which year or class somebody is in",
    "personal_data.date_of_birth": "looks like a date of birth",
    "personal_data.age": "says how old somebody is",
    "language.strong": "strong rude word",
    "language.mild": "mild rude word",
    "language.hate": "word used to insult a group of people",
    "spam.link": "has a link",
    "spam.gibberish": "does not look like words",
    "spam.advert": "looks like an advert",
    "spam.repeat": "says the same again and again",
    "reader.other_language": "not in English: needs a reader",
    "reader.drawing": "has a drawing, which the automatic check cannot see",
    "screening.not_checked": "the automatic check could not read all of this",
}


def describe(signal: str) -> str:
    """A plain label for a signal; an unknown one falls back to its family, then to its own name."""
    family = signal.partition(".")[0]
    return DESCRIPTIONS.get(signal) or FAMILIES.get(family) or signal.replace("_", " ").replace(".", ": ")
