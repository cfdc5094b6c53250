"""Finds people's names and schools, also in lower case, by lists and by the words around them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from moderation.screening.folding import FoldedText
from moderation.screening.places import find_places, hide, listed, phrase_pattern
from moderation.screening.words import known_words

_NAME_TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_RELATION = (
    "friend|friends|mate|bestie|bff|brother|sister|bro|sis|cousin|uncle|aunt|auntie|aunty|nan|grandad|grandma|stepdad|stepmum|step dad|"
    "step mum|step brother|step sister|boyfriend|girlfriend|bf|gf|teacher|coach|neighbour|dad|mum|son|daughter|baby|twin|carer|tutor|"
    "headteacher|social worker|youth worker|key worker|keyworker|support worker|counsellor|leader|ta|boss|manager|babysitter|lad|girl|boy|kid|man|guy|dog"
)
_INTRODUCED = re.compile(
    rf"(?:(?:my|his|her|our|their|your) (?:name'?s|name is|full name is|names)|(?:called|named|name:|signed|love from|regards|known as)|"
    rf"(?:my|our|his|her|their|the|a|best|little|big|older|younger|new|old)(?: best| little| big| older| younger| form| class| english| maths| pe| science| close)? (?:{_RELATION}),?(?: is| is called|'s name is|'s called)?|"
    rf"i'?m called|i am called|it'?s me|(?:hi|hello|hey),? (?:i'?m|im|i am|my name is|this is)|this is|tell|ask|thanks to|thank you) "
    r"(?P<name>[a-z][a-z'\-]+)"
)
_TITLED = re.compile(r"(?<![a-z])(?:mr|mrs|ms|miss|mx|dr|sir|dame|auntie|aunty|aunt|uncle|nanny|coach)\.? (?P<name>[a-z][a-z'\-]+)")
_TITLE = re.compile(r"(?<![a-z])(?:mr|mrs|ms|miss|mx|dr|sir)\.?$")
_AFTER_PLACE_WORD = frozenset(
    "road rd street st lane avenue close drive park school primary academy church hospital bay beach hill house court college centre center "
    "hall station square gardens way place theatre museum library farm island bridge castle wood woods ward room cup trust foundation "
    "stadium arena club cafe pub inn hotel tree bush bushes berries berry day days days' holidays holiday term market".split()
)
_BEFORE_NOT_NAME = frozenset("st saint the a an some any king queen prince princess lake river mount port fort san santa lord lady".split())
_PLEASE_NOT = frozenset(
    "i we he she they you it this that there here who what when where why how and but or so if because as at in on to of for from with by "
    "is was are were be been has have had do does did can could will would should may might must not no yes".split()
)
_FAMOUS = (
    "harry potter|harry styles|taylor swift|percy jackson|peppa pig|winnie the pooh|thomas hardy|mary anning|jude bellingham|harry kane|"
    "bukayo saka|marcus rashford|david attenborough|greta thunberg|alice in wonderland|roald dahl|jacqueline wilson|david walliams|"
    "george orwell|william shakespeare|romeo and juliet|king charles|prince william|prince harry|kate middleton|boris johnson|rishi sunak|"
    "keir starmer|andrew tate|mr beast|mrbeast|billie eilish|olivia rodrigo|ed sheeran|thomas the tank|charlie and the chocolate|"
    "james bond|indiana jones|luke skywalker|tom daley|jessica ennis|mo farah|lewis hamilton|lionel messi|ronaldo|john lewis|jack wills|"
    "ben and jerrys?|ben & jerry'?s|mcdonald'?s|wendys|nandos?|aldi|lloyds|barnardos?|macmillan|marie curie|st john ambulance|duke of edinburgh|"
    "tommy robinson|nigel farage|donald trump|joe biden|elon musk|bin laden|anne frank|florence nightingale|isambard brunel|"
    "john wick|jack sparrow|mario kart|luigi|sonic|alex rider|tracy beaker|horrid henry|biff and chip|billy elliot|matilda the musical|"
    "annie|frankenstein|jekyll and hyde|lenny and george|lady macbeth|an inspector calls"
)
_FAMOUS_PATTERN = re.compile(rf"(?<![a-z])(?:{_FAMOUS})(?![a-z])")
_SCHOOL_KIND = (
    r"(?:(?:c of e|ce|rc|catholic|community|church of england|voluntary|church|upper|lower|middle|first|primary|secondary|junior|infants?|"
    r"high|grammar|prep|special|all through|girls'?|boys'?|studio|academy|sixth form|free) )*(?:schools?|academy|college|primary|grammar|juniors|infants|sixth form|nursery|preschool|pre-school)"
)
_GENERIC_SCHOOL = frozenset(
    "my our your his her their the a an this that each every any all some no more new old big little small primary secondary first middle high "
    "upper lower junior infant infants grammar local nearby different another better good bad nice best after before at to from in for and or "
    "of go goes going went back leave leaving left hate love like start starting finish boarding special private public state home art music "
    "drama dance summer sunday saturday night language driving riding sailing surf forest cookery stage swimming medical law whole same only "
    "other most many few both closest nearest is was not during near outside between through most i we you they it have has had want wants "
    "need needs needed should could would can more better free safe safer inclusive proper normal mainstream village town city rural country "
    "years year sixth form community church church's catholic nursery pre tell told ask asked about with when where if because so but get gets "
    "getting got make makes making done do does doing being be been late early miss missed missing skip off two three one per into around "
    "towards over by as on out up down enough end day days time bus trip uniform food dinner lunch work old next last enjoyed enjoy attend "
    "attended attending currently me really actually just still also even always never sometimes day new us them him kids children young people "
    "teenagers students pupils teachers parents".split()
)
_NAMED_SCHOOL = re.compile(rf"(?P<name>(?:[a-z][a-z.'\-]*[ ]){{1,4}})(?P<kind>{_SCHOOL_KIND})(?![a-z])")
_GO_TO = r"(?:go|goes|going|went|attend|attends|attending|start|starting|started|studies|study|studying|student|pupil|teacher|head|year \d{1,2}|yr ?\d{1,2}|y\d{1,2}|class|sixth form|bullied|teach|teaches|work|works|expelled|excluded|everyone|kids|people|friends|girls|boys|lads|uniform|prom|lessons|toilets)"


@lru_cache(maxsize=1)
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Names that are nearly always names, and names that are ordinary words as well."""
    lines = listed("first_names.txt")
    divide = lines.index("[ordinary words]")
    return frozenset(lines[:divide]), frozenset(lines[divide + 1 :])


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(listed("surnames.txt"))


@lru_cache(maxsize=1)
def _school_list() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Schools known by name: those that are only schools, and those that are something else as well."""
    sure = sorted((name for name in listed("schools.txt") if not name.endswith("?")), key=len, reverse=True)
    unsure = sorted((name.rstrip("?") for name in listed("schools.txt") if name.endswith("?")), key=len, reverse=True)
    return (
        re.compile(rf"(?<![a-z])(?:the )?(?:{'|'.join(map(phrase_pattern, sure))})(?: {_SCHOOL_KIND})?(?![a-z])"),
        re.compile(rf"(?<![a-z])(?:{_GO_TO} (?:to |at |in |from )(?:the )?(?P<cued>{'|'.join(map(phrase_pattern, unsure))})"
                   rf"|(?P<kind>(?:{'|'.join(map(phrase_pattern, unsure))}) {_SCHOOL_KIND}))(?![a-z])"),
    )  # fmt: skip


def _is_capital(folded: FoldedText, position: int) -> bool:
    return folded.original[folded.starts[position]].isupper()


def _shouts(folded: FoldedText) -> bool:
    """True when the text is typed in capitals, so that a capital says nothing."""
    letters = [letter for letter in folded.original if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'(")
    return not before or before[-1] in ".!?\n:;"


def _word_before(text: str, start: int) -> str:
    match = re.search(r"([a-z']+)[ .]*$", text[max(0, start - 24) : start])
    return match.group(1) if match else ""


def _word_after(text: str, end: int) -> str:
    match = re.match(r"(?:'s)?[ ]+([a-z']+)", text[end : end + 24])
    return match.group(1) if match else ""


def _is_name(folded: FoldedText, text: str, match: re.Match[str], shouts: bool) -> bool:
    """Whether a word standing alone is a person's name."""
    token = match.group().removesuffix("'s")
    plain, unsure = first_names()
    parts = token.split("-")
    if _word_before(text, match.start()) in _BEFORE_NOT_NAME or _word_after(text, match.end()) in _AFTER_PLACE_WORD:
        return False
    if all(part in plain for part in parts):
        return True
    capital = _is_capital(folded, match.start()) and not shouts and not _begins_sentence(text, match.start())
    return token in unsure and capital and _word_after(text, match.end()) in _AFTER_A_PERSON


_AFTER_A_PERSON = frozenset("and is was said says told hit hits kicked called keeps from in has had who likes loves goes went she he".split())


def _with_surname(folded: FoldedText, text: str, end: int, shouts: bool) -> int:
    """The end of a name together with a surname that follows it."""
    follow = re.match(r" ([a-z][a-z'\-]{2,})(?![a-z])", text[end : end + 40])
    if not follow:
        return end
    surname, start = follow.group(1).removesuffix("'s"), end + 1
    capital = _is_capital(folded, start) and not shouts
    rare = surname not in known_words() or surname in _surnames()
    if (capital and (rare or surname not in _PLEASE_NOT)) or (surname in _surnames() and surname not in known_words()):
        return start + len(surname) if surname not in _AFTER_PLACE_WORD else end
    return end


def find_names(folded: FoldedText) -> Iterator[tuple[int, int]]:
    """Spans of people's names in the folded text; places and famous people are left alone."""
    text = hide(folded.text, find_places(folded))
    famous = [match.span() for match in _FAMOUS_PATTERN.finditer(text)]
    text = hide(text, famous)
    shouts = _shouts(folded)
    for match in _NAME_TOKEN.finditer(text):
        if _is_name(folded, text, match, shouts):
            end = match.start() + len(match.group().removesuffix("'s"))
            yield match.start(), _with_surname(folded, text, end, shouts)
    for pattern in (_INTRODUCED, _TITLED):
        for match in pattern.finditer(text):
            yield from _introduced(folded, text, match, shouts)


def _introduced(folded: FoldedText, text: str, match: re.Match[str], shouts: bool) -> Iterator[tuple[int, int]]:
    """A name after "my friend", "called", "Mr": also names that are in no list."""
    start = match.start("name")
    name = match.group("name").removesuffix("'s").rstrip("'")
    plain, unsure = first_names()
    titled = bool(_TITLE.search(text[: start - 1]))
    capital = _is_capital(folded, start) and not shouts
    listed_name = name in plain or name in unsure or (titled and name in _surnames())
    unknown = name not in known_words() and len(name) > 2 and name not in _PLEASE_NOT
    careful = match.group().startswith(("tell ", "ask ", "thank", "this is"))
    if name in unsure and not capital and not titled and not re.search(r"(?:called|named|name'?s?(?: is)?|friend|brother|sister|mate|cousin|uncle|auntie?|i'?m|boyfriend|girlfriend) $", text[:start]):
        return
    if listed_name or (unknown and (capital or not careful)) or (capital and titled and name not in _PLEASE_NOT):
        yield start, _with_surname(folded, text, start + len(name), shouts)


def find_schools(folded: FoldedText) -> Iterator[tuple[int, int]]:
    """Spans of named schools: on the council's list, or a name before "school", "academy" and the like."""
    text = folded.text
    sure, unsure = _school_list()
    for match in sure.finditer(text):
        yield match.span()
    for match in unsure.finditer(text):
        yield match.span("cued") if match.group("cued") else match.span("kind")
    for match in _NAMED_SCHOOL.finditer(text):
        start = _school_name_start(match)
        if start < match.start("kind"):
            yield start, match.end()


def _school_name_start(match: re.Match[str]) -> int:
    """Where the school's own name begins: the words before its kind that are not ordinary ones."""
    position = match.start("kind")
    for word in reversed(match.group("name").split()):
        plain = word.strip(".'-")
        if plain in _GENERIC_SCHOOL or (plain in known_words() and plain not in _NAME_LIKE and len(plain) < 3):
            break
        if plain in known_words() and plain not in _NAME_LIKE and plain not in first_names()[0]:
            break
        position -= len(word) + 1
    return position


_NAME_LIKE = frozenset(
    "st saint saints holy trinity queen king oak hill park manor green bay castle abbey cross magna harbour wood brook river lake meadow "
    "field valley west east north south all prince princess bishop wake church ash elm beech willow forest heath sandford swan eagle "
    "mary marys peters johns edwards thomas hardy james edmunds nicholas martins marks michaels andrews georges osmunds augustines cathedral bourne wales".split()
)
