"""Made-up messages with known personal data, to count how many spans are found.

Sentences and values here are written apart from the rules (other sentence shapes, names drawn at random
from the whole list, invented schools and handles), but by the same project: read the shares as the best
case. The share of benign comments with a finding comes from real files.
"""

import random
from collections import defaultdict
from collections.abc import Callable

from screening_validation import Figure, share

from moderation.screening.folding import fold
from moderation.screening.people import first_names
from moderation.screening.personal_data import find_personal_data

MESSAGES = 1_200
COVERED = 0.8
"""A span counts as found when this share of its characters is covered by findings of any kind."""
_SHAPES = {
    "name": (
        "me and {} walk home past the river",
        "{} and {} are the only ones who go",
        "it was {} who thought of it",
        "thanks to {} for the football",
        "saw {} there last week",
        "can {} come too",
        "my cousin {} moved away",
        "{}'s mum drives us",
        "ask {} he knows",
        "{} got hurt on the swings",
    ),
    "phone": ("text {} if you want", "my number's {}", "call me: {}", "{} is mum's mobile"),
    "email": ("you can email {}", "write to me {} please", "{} thats my email"),
    "postcode": ("our road is {}", "we moved to {} in june", "postcode {}"),
    "handle": (
        "my insta is {}",
        "follow {} on tiktok",
        "im {} on snap",
        "snapchat: {}",
        "add @{}",
        "discord name {}",
        "gamertag {}",
        "you can find me on roblox im called {}",
        "user name is {}",
    ),
    "school": (
        "at {} the toilets are locked",
        "i go to {} and lunch is too short",
        "{} needs a new hall",
        "my brother is at {}",
        "everyone from {} gets that bus",
        "in year 9 at {}",
    ),
    "address": (
        "i live at {}",
        "the lamp outside {} is broken",
        "our house is {}",
        "come to {} and see the mess",
    ),
    "age": ("im {}", "i am {} years old", "as a {} year old i think so", "my sister is {} and she agrees"),
    "date_of_birth": ("i was born on {}", "my birthday is {}", "dob {}"),
    "year_group": ("im in year {}", "my friend is in year {} and hates it", "i am in yr {}"),
}
_SCHOOL_NAMES = (
    "Brackenfield",
    "Holloway Down",
    "St Aldric's",
    "Kestrel Mount",
    "Westmarch",
    "Thornbury Vale",
)
_SCHOOL_KINDS = (
    "School",
    "Primary School",
    "Academy",
    "Middle School",
    "First School",
    "High School",
    "College",
)
_LISTED_SCHOOLS = (
    "Budmouth",
    "Thomas Hardye",
    "Wey Valley",
    "Lytchett Minster School",
    "Twynham",
    "Corfe Hills",
)
_ROADS = (
    "Fernhill Road",
    "Larkspur Close",
    "Old Mill Lane",
    "Priory Street",
    "Castle View Drive",
    "Sedge Avenue",
)
_HANDLE_PARTS = (
    "moss",
    "pixel",
    "otter",
    "zed",
    "luna",
    "goal",
    "dizzy",
    "shadow",
    "mint",
    "wave",
    "toast",
    "frog",
)


def _name(chance: random.Random) -> str:
    return chance.choice(sorted(first_names()[0])).title()


def _phone(chance: random.Random) -> str:
    digits = f"07700900{chance.randrange(1000):03d}"
    return chance.choice(
        (digits, f"{digits[:5]} {digits[5:]}", f"+44 {digits[1:5]} {digits[5:8]} {digits[8:]}")
    )


def _email(chance: random.Random) -> str:
    first, second = chance.sample(_HANDLE_PARTS, 2)
    return f"{first}.{second}@example.{chance.choice(('com', 'co.uk', 'org'))}"


def _postcode(chance: random.Random) -> str:
    out = f"{chance.choice(('DT', 'BH'))}{chance.randrange(1, 24)}"
    return f"{out} {chance.randrange(1, 9)}{chance.choice('ABDEFG')}{chance.choice('HJLNPQ')}"


def _handle(chance: random.Random) -> str:
    first, second = chance.sample(_HANDLE_PARTS, 2)
    endings = (
        f"{second}{chance.randrange(99)}",
        f"_{second}",
        f".{second}",
        second,
        f"x{chance.randrange(2010, 2016)}",
    )
    return first + chance.choice(endings)


def _school(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(_LISTED_SCHOOLS)
    return f"{chance.choice(_SCHOOL_NAMES)} {chance.choice(_SCHOOL_KINDS)}"


def _address(chance: random.Random) -> str:
    return f"{chance.randrange(1, 180)} {chance.choice(_ROADS)}"


def _age(chance: random.Random) -> str:
    return str(chance.randrange(6, 19))


def _date_of_birth(chance: random.Random) -> str:
    day = chance.randrange(1, 29)
    written = f"{day}/{chance.randrange(1, 13)}/20{chance.randrange(10, 20)}"
    return chance.choice(
        (written, f"{day}th of {chance.choice(('March', 'August'))} 201{chance.randrange(10)}")
    )


def _year_group(chance: random.Random) -> str:
    return str(chance.randrange(1, 14))


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "name": _name,
    "phone": _phone,
    "email": _email,
    "postcode": _postcode,
    "handle": _handle,
    "school": _school,
    "address": _address,
    "age": _age,
    "date_of_birth": _date_of_birth,
    "year_group": _year_group,
}


def _message(kind: str, chance: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """A message of one kind and where its personal data stand."""
    text, spans = "", []
    for at, part in enumerate(chance.choice(_SHAPES[kind]).split("{}")):
        if at:
            value = _MAKERS[kind](chance)
            spans.append((len(text), len(text) + len(value)))
            text += value
        text += part
    return text, spans


def _is_found(text: str, start: int, end: int) -> bool:
    covered = {at for span in find_personal_data(fold(text)) for at in range(span.start, span.end)}
    return len(covered & set(range(start, end))) >= COVERED * (end - start)


def personal_data_figures() -> dict[str, object]:
    """Share of spans found by kind, as typed and all in lower case. In-sample: see the module's note."""
    chance = random.Random(20)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for number in range(MESSAGES):
        kind = list(_SHAPES)[number % len(_SHAPES)]
        text, spans = _message(kind, chance)
        for case, written in (("cased", text), ("lower", text.lower())):
            for start, end in spans:
                found[f"{kind}_{case}"][0] += _is_found(written, start, end)
                found[f"{kind}_{case}"][1] += 1
    figures: dict[str, Figure] = {key: share(hits, n) for key, (hits, n) in sorted(found.items())}
    return {"in_sample": True, "spans_found": figures}
