"""The house rules: why a view may not be used, in words for staff and in words for whoever sent it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HouseRule:
    """One reason not to use a view.

    Attributes:
        code: what is stored with the decision; never changes once used.
        label: how moderators see it.
        kind_words: what the sender reads with their receipt; kind, specific, no blame.
    """

    code: str
    label: str
    kind_words: str


HOUSE_RULES = (
    HouseRule(
        "about_a_person",
        "Names or blames a particular person",
        "Your view was about one particular person. We only use views about places, services and how things "
        "are, so that nobody can be hurt or recognised.",
    ),
    HouseRule(
        "private_details",
        "Private details cannot be covered without losing the meaning",
        "Your view told us private things that could show who somebody is. We could not hide them and keep "
        "your point, so we did not use it. You can send it again without them.",
    ),
    HouseRule(
        "hurtful",
        "Hurtful to a group of people",
        "Some words in your view could hurt a group of people. "
        "You can tell us your point again in other words.",
    ),
    HouseRule(
        "rude",
        "So rude that the point is lost",
        "There were so many rude words that we could not see your point. Being angry is fine. "
        "You can tell us again in other words.",
    ),
    HouseRule(
        "off_topic",
        "Not about what was asked",
        "Your view was about something other than what this campaign asks. "
        "The contact page says who to tell about other things.",
    ),
    HouseRule(
        "no_meaning",
        "A test, a keyboard mash or too little to understand",
        "We could not work out what your view meant. You can send it again with a few more words.",
    ),
    HouseRule(
        "repeat",
        "The same view sent again and again",
        "We have the same view already, and it counts once.",
    ),
    HouseRule(
        "advert",
        "An advert or a link to sell something",
        "Your view looked like an advert, so we did not use it.",
    ),
    HouseRule(
        "illegal",
        "Asks for or threatens something against the law",
        "Your view asked for something that the law does not allow, so we could not use it.",
    ),
)

#: The sender took the view back; a person read it all the same because it was marked urgent or soon.
WITHDRAWN = HouseRule("withdrawn", "The sender took it back", "You took this view back. We do not use it.")

_BY_CODE = {rule.code: rule for rule in (*HOUSE_RULES, WITHDRAWN)}


def house_rule(code: str) -> HouseRule | None:
    """The rule with this code, None when there is none."""
    return _BY_CODE.get(code)
