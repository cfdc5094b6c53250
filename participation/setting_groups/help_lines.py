"""Who people can turn to, as settings say it."""

from datetime import date

from pydantic import BaseModel


class HelpLine(BaseModel):
    """Somebody to turn to, and the day a person last checked that this is right."""

    name: str
    phone: str = ""
    what_for: str
    when_open: str = ""
    url: str = ""
    last_checked: date

    @property
    def phone_href(self) -> str:
        """The number as a link dials it."""
        return "tel:" + "".join(c for c in self.phone if c.isdigit() or c == "+")


#: Shown until a deployment sets its own. The date is the day these were put in; `doctor` asks for a fresh check.
FIRST_HELP_LINES = [
    HelpLine(
        name="Emergency services",
        phone="999",
        what_for="If you are in danger right now",
        when_open="Always open",
        last_checked=date(2026, 11, 21),
    ),
    HelpLine(
        name="Childline",
        phone="0800 1111",
        what_for="Talk to somebody about anything, if you are under 19",
        when_open="Day and night, free",
        url="https://www.childline.org.uk",
        last_checked=date(2026, 11, 21),
    ),
    HelpLine(
        name="Samaritans",
        phone="116 123",
        what_for="Talk to somebody when life is hard, at any age",
        when_open="Day and night, free",
        url="https://www.samaritans.org",
        last_checked=date(2026, 11, 21),
    ),
]

#: Who people can turn to when the law on their data, or on access for everybody, is not kept.
REGULATOR = HelpLine(
    name="Information Commissioner's Office",
    phone="0303 123 1113",
    url="https://ico.org.uk/make-a-complaint/",
    what_for="Checks that everybody in the UK who keeps data about people does it right",
    last_checked=date(2026, 11, 21),
)
EQUALITY_ADVISER = HelpLine(
    name="Equality Advisory and Support Service",
    phone="0808 800 0082",
    what_for="Helps when a public website shuts people out",
    url="https://www.equalityadvisoryservice.com",
    last_checked=date(2026, 11, 21),
)
