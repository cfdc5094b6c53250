"""Finds named schools and colleges: on the council's list, or a name before "school", "academy" and the "
"like."""

import re
from collections.abc import Iterator
from functools import lru_cache

from moderation.screening.context_words import context_words
from moderation.screening.folding import FoldedText
from moderation.screening.people import first_names
from moderation.screening.places import listed, phrase_pattern
from moderation.screening.words import known_words

_KIND = (
    r"(?:(?:c of e|ce|rc|catholic|community|church of england|voluntary|church|upper|lower|middle|first|"
    r"primary|"
    r"secondary|junior|infants?|high|grammar|prep|special|all through|girls'?|boys'?|studio|academy|sixth "
    r"form|free) )*"
    r"(?:school|academy|college|primary|grammar|juniors|infants|sixth form|nursery|preschool|pre-school)"
)
_NAMED = re.compile(rf"(?P<name>(?:[a-z][a-z.'\-]*[ ]){{1,4}})(?P<kind>{_KIND})(?![a-z])")
_GO_TO = (
    r"(?:go|goes|going|went|attend|attends|attending|start|starting|started|studies|study|studying|student|"
    r"pupil|"
    r"teacher|head|year \d{1,2}|yr ?\d{1,2}|y\d{1,2}|class|sixth form|bullied|teach|teaches|work|works|"
    r"expelled|"
    r"excluded|everyone|kids|people|friends|girls|boys|lads|uniform|prom|lessons|toilets)"
)


def _names(lines: list[str]) -> str:
    return "|".join(map(phrase_pattern, sorted(lines, key=lambda line: (-len(line), line))))


@lru_cache(maxsize=1)
def _listed_schools() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Schools known by name: those that are only schools, and those (marked ?) that are something else "
    "too."""
    lines = listed("schools.txt")
    sure = _names([line for line in lines if not line.endswith("?")])
    unsure = _names([line.rstrip("?") for line in lines if line.endswith("?")])
    return (
        re.compile(rf"(?<![a-z])(?:the )?(?:{sure})(?: {_KIND})?(?![a-z])"),
        re.compile(
            rf"(?<![a-z])(?:{_GO_TO} (?:to |at |in |from )(?:the )?(?P<cued>{unsure})|"
            rf"(?P<kind>(?:{unsure}) {_KIND}))"
            r"(?![a-z])"
        ),
    )


def find_schools(folded: FoldedText) -> Iterator[tuple[int, int]]:
    """Spans of named schools in the folded text."""
    text = folded.text
    sure, unsure = _listed_schools()
    yield from (match.span() for match in sure.finditer(text))
    for match in unsure.finditer(text):
        yield match.span("cued") if match.group("cued") else match.span("kind")
    for match in _NAMED.finditer(text):
        start = _name_start(match)
        if start < match.start("kind"):
            yield start, match.end()


def _name_start(match: re.Match[str]) -> int:
    """Where the school's own name begins: going back from its kind, as far as words could name a school.

    Without such a word it is any school: the start of its kind is given back. An ordinary word counts only
    straight after "at", "to" and the like, or at the very beginning.
    """
    position = named_from = match.start("kind")
    words = match.group("name").split()
    for at in range(len(words) - 1, -1, -1):
        plain = words[at].strip(".'-")
        position -= len(words[at]) + 1
        is_introduced = at == 0 or words[at - 1] in _INTRODUCING
        if _may_name_a_school(plain) or (is_introduced and _is_ordinary_name(plain, at, match)):
            named_from = position
        elif named_from < match.start("kind") or plain not in context_words("school_kind"):
            break
    return named_from


_INTRODUCING = frozenset({"at", "to", "from", "in", "attend", "attends", "called", "near"})
SHORTEST_NAME = 4


def _is_ordinary_name(word: str, at: int, match: re.Match[str]) -> bool:
    """Whether an ordinary word may name a school where one is expected ("at kestrel primary school")."""
    begins_text = at == 0 and match.start() > 0
    return len(word) >= SHORTEST_NAME and word not in context_words("generic_school") and not begins_text


def _may_name_a_school(word: str) -> bool:
    if word in context_words("generic_school"):
        return False
    return word not in known_words() or word in context_words("school_name_part") or word in first_names()[0]
