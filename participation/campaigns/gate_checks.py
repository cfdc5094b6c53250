"""What each opening gate looks at, and what the public record says of it. Pure; `gates` has the list of them."""

from collections.abc import Callable, Iterator

from participation.campaigns.domain import OpeningProblem, PrivacyLevel
from participation.campaigns.evidence import Readiness
from participation.foundation.clock import show_date
from participation.foundation.periods import days_within, touching
from participation.foundation.reading_age import longest_sentence

EDIT_PAGE = "campaigns.edit"
SIGN_PAGE = "signing.sign"
#: Easy Read: the most words a sentence has.
EASY_SENTENCE = 15
LEAST_WAYS = 2
Problems = Iterator[OpeningProblem]


def edit(field: str, message: str) -> OpeningProblem:
    """Something missing on the form of the campaign."""
    return OpeningProblem(message, EDIT_PAGE, field)


def written(field: str, message: str) -> Callable[[Readiness], Problems]:
    """The check of a field that must not be empty."""

    def problems(ready: Readiness) -> Problems:
        if not getattr(ready.details, field):
            yield edit(field, message)

    return problems


def said(field: str) -> Callable[[Readiness], str]:
    """The answer that is what staff wrote."""

    def answer(ready: Readiness) -> str:
        return str(getattr(ready.details, field) or "")

    return answer


def closing_day(ready: Readiness) -> Problems:
    """It has a last day that lies ahead."""
    if not ready.details.closes_on:
        yield edit("closes_on", "Choose the day it closes.")
    elif ready.details.closes_on < ready.today:
        yield edit("closes_on", "The closing day is over: choose a later one.")


def open_days(ready: Readiness) -> str:
    """The days it is open."""
    return f"{show_date(ready.days[0])} to {show_date(ready.days[1])}" if ready.days else ""


def days_after(ready: Readiness) -> Problems:
    """It is said when it is decided and when people hear back."""
    if not ready.details.decided_on:
        yield edit("decided_on", "Choose the day on which it is decided.")
    if not ready.details.hear_back_by:
        yield edit("hear_back_by", "Choose the day by which people hear back.")


def days_after_in_words(ready: Readiness) -> str:
    """Both days."""
    decided_on, hear_back_by = ready.details.decided_on, ready.details.hear_back_by
    if not decided_on or not hear_back_by:
        return ""
    return f"Decided on {show_date(decided_on)}. People hear back by {show_date(hear_back_by)}."


def _holidays(ready: Readiness) -> tuple[int, int]:
    """How many of its days are school holidays, and how many days it has."""
    if not ready.days:
        return 0, 0
    first, last = ready.days
    return days_within(first, last, ready.holidays), (last - first).days + 1


def school_holidays(ready: Readiness) -> Problems:
    """Most of its days are school days, unless staff say why not."""
    free, all_days = _holidays(ready)
    if free * 2 > all_days and not ready.details.holidays_because:
        yield edit(
            "holidays_because",
            f"{free} of its {all_days} days are school holidays: choose other days, or say why these are right.",
        )


def school_holidays_in_words(ready: Readiness) -> str:
    """How many of its days are school holidays."""
    if not ready.holidays:
        return "The school holidays were not entered on this site."
    free, all_days = _holidays(ready)
    return f"{free} of its {all_days} days are school holidays. {ready.details.holidays_because}".strip()


def elections(ready: Readiness) -> Problems:
    """It is not open before an election, unless staff say who agreed."""
    if ready.days and not ready.details.elections_because:
        for period in touching(*ready.days, ready.elections):
            yield edit(
                "elections_because",
                f"It would be open in the run-up to {period.name} ({show_date(period.first)} to "
                f"{show_date(period.last)}): choose other days, or say who agreed and why.",
            )


def elections_in_words(ready: Readiness) -> str:
    """The elections it touches."""
    touched = touching(*ready.days, ready.elections) if ready.days else []
    if not touched:
        return "It is not open in the run-up to an election entered on this site."
    names = ", ".join(period.name for period in touched)
    return f"It is open in the run-up to {names}. {ready.details.elections_because}"


def ways(ready: Readiness) -> list[str]:
    """How people can answer: found in the questions, and said by staff."""
    other = ready.details.other_ways
    return [*ready.asked.ways, *([f"Beside this site: {other}"] if other else [])]


def two_ways(ready: Readiness) -> Problems:
    """There are at least two ways to answer."""
    if len(ways(ready)) < LEAST_WAYS:
        yield edit(
            "other_ways",
            "Offer at least two ways to answer: add a question of another kind, or say how people can take part "
            "beside this site.",
        )


def easy_read(ready: Readiness) -> Problems:
    """What is asked and why is there in Easy Read, the questions too."""
    written = ready.details.easy_summary
    if not written:
        yield edit("easy_summary", "Say what you ask and why in Easy Read.")
    elif longest_sentence(written) > EASY_SENTENCE:
        yield edit(
            "easy_summary",
            f"A sentence of the Easy Read text has {longest_sentence(written)} words. Use {EASY_SENTENCE} or fewer.",
        )
    yield from ready.asked.hard_to_read


def languages_in_words(ready: Readiness) -> str:
    """The languages in which it is asked; empty for English alone."""
    named = ready.asked.offered_in
    return f"Asked in English and {', '.join(named)}. A person has reviewed every text." if named else ""


def access(ready: Readiness) -> Problems:
    """Somebody has tried the pages."""
    details = ready.details
    if not details.access_checked_by:
        yield edit(
            "access_checked_by", "Say who tried the pages with a keyboard, a phone and a screen reader."
        )
    if not details.access_checked_on:
        yield edit("access_checked_on", "Choose the day on which they tried the pages.")
    elif details.access_checked_on > ready.today:
        yield edit("access_checked_on", "The pages are tried before it opens: choose a day that has come.")


def access_in_words(ready: Readiness) -> str:
    """Who tried them, and when."""
    details = ready.details
    checked_on = show_date(details.access_checked_on) if details.access_checked_on else ""
    return f"Tried on {checked_on} by: {details.access_checked_by}" if checked_on else ""


def ethics(ready: Readiness) -> Problems:
    """A sensitive topic has approval, support, and a last day on which somebody reads."""
    details = ready.details
    if not details.is_sensitive:
        return
    if not details.ethics_approval:
        yield edit("ethics_approval", "The topic is sensitive: say who approved its ethics, and when.")
    if not details.support:
        yield edit("support", "The topic is sensitive: say who is there for people it upsets, and when.")
    if details.closes_on and not ready.safety.is_staffed_at_close:
        yield edit(
            "closes_on",
            "The topic is sensitive: choose a last day on which the team works, so that it is read.",
        )


def ethics_in_words(ready: Readiness) -> str:
    """Approval and support."""
    details = ready.details
    if not details.is_sensitive:
        return "The topic is not sensitive."
    return f"The topic is sensitive. Approved: {details.ethics_approval}. Support: {details.support}"


def privacy(ready: Readiness) -> Problems:
    """The public is told how much staff come to know, and it is no less than that."""
    level, anchor = ready.details.privacy_level, "privacy_level"
    if not level:
        yield edit(anchor, "Choose how much you come to know of people.")
    elif ready.asked.is_met_in_groups and level < PrivacyLevel.SETTING:
        yield edit(
            anchor, f"Groups take part, so you come to know the setting: choose {PrivacyLevel.SETTING}."
        )
    elif ready.asked.asks_about_you and level < PrivacyLevel.ABOUT_YOU:
        yield edit(anchor, f"A question asks about people: choose {PrivacyLevel.ABOUT_YOU} or more.")


def privacy_in_words(ready: Readiness) -> str:
    """The level and what it promises."""
    level = ready.details.privacy_level
    return f"{level}. {PrivacyLevel(level).promise}" if level else ""


def best_interests(ready: Readiness) -> Problems:
    """A named person has signed what is there now."""
    signed = ready.sign_off
    if signed is None:
        message = "Have a named person sign that it serves the best interests of children."
    elif signed.seal != ready.seal:
        message = (
            f"It has changed since it was signed on {show_date(signed.signed_on)}: have it signed again."
        )
    else:
        return
    yield OpeningProblem(message, SIGN_PAGE, "statement")


def best_interests_in_words(ready: Readiness) -> str:
    """What was signed, when, and in which role."""
    signed = ready.sign_off
    return (
        f"{signed.statement} Signed on {show_date(signed.signed_on)} ({signed.signed_as})." if signed else ""
    )


def quick_ask(ready: Readiness) -> Problems:
    """A quick ask is not sensitive."""
    if ready.details.is_quick_ask and ready.details.is_sensitive:
        yield edit(
            "quick_ask_setting", "A sensitive topic is no quick ask: leave this empty, and answer every gate."
        )


def quick_ask_in_words(ready: Readiness) -> str:
    """The setting of a quick ask."""
    if not ready.details.is_quick_ask:
        return ""
    return (
        f"For one setting: {ready.details.quick_ask_setting}. It had to pass the gates of safety and privacy."
    )
