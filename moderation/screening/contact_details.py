"""Finds phone numbers, e-mail addresses, postcodes, handles, street addresses, birth dates, ages and year groups."""

import re
from collections.abc import Iterator

from moderation.screening.folding import FoldedText

# The 124 postcode areas of the United Kingdom and the Crown dependencies (Royal Mail).
_AREAS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex "
    "fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne "
    "ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq "
    "tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
_POSTCODE = re.compile(
    rf"(?<![a-z0-9])(?:{'|'.join(sorted(_AREAS.split(), key=len, reverse=True))})\d[a-z\d]?[ \-]{{0,2}}"
    r"\d(?!nd|rd|st|th)[abd-hjlnp-uw-z]{2}(?![a-z0-9])"
)
_PHONE = re.compile(r"(?<![\d£$.,/:#])(?:\+|00)?\(?(?:44[\s\-.]?\(?0?\)?|0)[\s\-.)]{0,2}\d(?:[\s\-.()]{0,2}\d){8,9}(?!\d)")
_EMAIL = re.compile(
    r"[a-z0-9][\w.+\-]{0,63}(?:\s?@\s?|\s?[(\[]\s?at\s?[)\]]\s?)[a-z0-9][a-z0-9\-]{0,62}"
    r"(?:(?:\s?[(\[]\s?dot\s?[)\]]\s?|\.)[a-z]{2,12}){1,3}(?![a-z0-9])"
    r"|[a-z0-9][\w.+\-]{0,63} at [a-z0-9\-]{2,30} dot (?:com|co dot uk|co uk|net|org)(?![a-z0-9])"
)
_AT_HANDLE = re.compile(r"(?<![\w.@])@[a-z0-9_][\w.]{1,29}(?<!\.)")
_PLATFORM = (
    r"(?:snap ?chat|snap|sc|instagram|insta|ig|tik ?tok|discord|twitter|whats ?app|x ?box|psn|ps[45]|playstation|"
    r"roblox|steam|fort ?nite|minecraft|epic|twitch|you ?tube|bereal|be ?real|facebook|fb|telegram|kik|threads|"
    r"reddit|gamer ?tag|user ?name|nintendo|switch|yubo|wizz|bluesky)"
)
_LINK_WORDS = r"(?:(?:user ?name|name|handle|account|tag|id|user|page|chat)s?\s?)?(?:\s?(?:is|its|it's|it is|=|:|-|@|called|under|as)\s{0,2}){0,2}"
_NAMED_HANDLE = re.compile(rf"(?<![a-z]){_PLATFORM}'?s?\s?{_LINK_WORDS}\s?(?P<handle>@?[a-z0-9][\w.#\-]{{2,29}})")
_HANDLE_ON = re.compile(
    rf"(?:add|follow|message|msg|dm|find|im|i'm|i am|text|hmu|hit me up|search)(?: me)?(?: up)?(?: at| on|:| -| as)? ?@?"
    rf"(?P<handle>[a-z0-9][\w.#\-]{{2,29}}) (?:on|at|in) (?:my )?{_PLATFORM}(?![a-z])"
)
_ODD_HANDLE = re.compile(r"(?<![\w@.\-/])(?=\w*[a-z])(?:\w+#\d{4}|[a-z0-9]+(?:_[a-z0-9]+)+_*|_+[a-z0-9]+\w*|xx\w{2,20}xx)(?!\w)")
_ROADS = (
    "road|rd|street|avenue|ave|close|lane|ln|drive|crescent|cres|gardens|gdns|court|place|terrace|grove|mews|way|"
    "hill|park|square|row|walk|rise|view|parade|meadows?|orchard|croft|mead|fields?|cottages?|house|flats?|farm|green|"
    "buildings|heights|wharf|quay|path|street east|street west"
)
_NOT_A_STREET = (
    "min|mins|minute|minutes|hour|hours|hr|hrs|mile|miles|km|metre|metres|m|more|new|times|years?|people|of|the|day|days|"
    "a|an|in|per|and|on|to|at|is|are|or|for|with|kids|children|big|small|good|better|free|different|other|weeks?|months?|"
    "percent|pounds?|quid|pm|am|st|nd|rd|th|yr|yrs|old|main|long|whole|every|these|those|bus|buses|our|my|his|her|their|one|"
    "two|three|way|from|by|into|that|this|it|we|i|they|you|your|no|not|just|only|so|car|mph|football|skate|safe|nice|local|side|cross"
)
_STREET_WORDS = rf"(?:(?!(?:{_NOT_A_STREET})\b)[a-z][a-z']{{1,20}}[ ]){{1,3}}"
_ADDRESS = re.compile(
    rf"(?<![\d£$.,:/])(?:(?:flat|apartment|apt|unit|number|no\.?)\s?\d{{1,4}}[a-z]?,?\s)?\d{{1,3}}[a-z]?,?[ ]{_STREET_WORDS}(?:{_ROADS})(?![a-z])"
    rf"|(?:live|lives|living|house is|home is|address is|address:|i'm from|stay|stays|staying) (?:at |on |in |down |up |round |near |just off )?"
    rf"(?:(?:flat|number|no\.?) \d{{1,4}}[a-z]?,? )?(?:\d{{1,4}}[a-z]?,? )?{_STREET_WORDS}(?:road|rd|street|avenue|ave|close|lane|drive|"
    rf"crescent|gardens|court|terrace|grove|mews|rise|croft|cottages?)(?![a-z])"
    r"|(?<![a-z])(?:flat|apartment) \d{1,4}[a-z]?,? [a-z]{3,20} (?:house|court|lodge|mansions|heights|tower)(?![a-z])"
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:the )?\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:\d{{4}}|\d{{2}})|{_DAY}(?: of)? {_MONTH}(?:,? \d{{4}}| '?\d{{2}}(?!\d))?|{_MONTH} {_DAY}(?:,? \d{{4}})?)"
_BIRTH = re.compile(
    rf"(?:born(?: on| in)?|birthday'?s?(?: is)?(?: on)?|b-?day(?: is)?(?: on)?|d\.?o\.?b\.?:?(?: is)?|date of birth:?(?: is)?)\s?:?\s?(?P<date>{_DATE}|{_MONTH},? (?:19|20)\d\d|(?:in )?(?:19[89]\d|20[012]\d)(?!\d))"
    rf"|(?<![\d/.\-])(?P<full>\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:199\d|200\d|201\d))(?![\d/\-])"
    rf"|(?P<own>{_DAY}(?: of)? {_MONTH}) is my (?:birthday|bday)"
)
_AGE_WORD = r"(?:five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_AGE_NUMBER = rf"(?:[5-9]|1\d|2[0-5]|{_AGE_WORD})"
_NOT_AN_AGE = (
    r"(?!\s?(?:%|/|:|\.\d|\d|,\d|minutes?|mins?|miles?|km|metres?|m\b|hours?|hrs?|days?|weeks?|months?|pm|am|am\b|o'?clock|th|st\b|"
    r"foot|feet|ft|stone|kg|cm|pounds?|quid|people|kids|children|of us|of the|of my|times|out of|points?|st|nd|rd|steps|stops|doors))"
)
_AGE = re.compile(
    rf"(?<![a-z])(?:i'?m|i am|im only|i'm only|i am only|he'?s|he is|she'?s|she is|who is|who's|aged?|turning|turned|i turn|just turned)(?: only| just| nearly| almost| now| currently)? (?P<age>{_AGE_NUMBER})(?![a-z\d]){_NOT_AN_AGE}(?: and a half)?(?:[ \-]?(?:years?|yrs?)(?:[ \-]old)?(?![ \-]?olds))?"
    rf"|(?<![\d£$.,/:a-z])(?P<old>{_AGE_NUMBER}[ \-]?(?:years?|yrs?|yr|y)[ \-]?(?:old|o)(?!s|[ \-]?olds))(?![a-z])"
    rf"|(?<![\d£$.,/:a-z])(?P<short>(?:1\d|[6-9])[ ]?yo|(?:1[0-9])[mf]|[mf] ?1[0-9])(?![a-z\d])"
)
_CLASS_NAME = r"(?:(?:1[0-3]|[1-9])[a-hj-np-z]|(?:1[0-3]|[1-9]) ?(?:red|blue|green|yellow|oak|ash|elm|beech))"
_YEAR = rf"(?:(?:year|yr)s? ?(?:1[0-3]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)[a-d]?|y(?:1[0-3]|[1-9])|reception|sixth form|6th form|class {_CLASS_NAME}|form {_CLASS_NAME}|{_CLASS_NAME})"
_YEAR_GROUP = re.compile(
    rf"(?<![a-z])(?:i'?m|i am|im|he'?s|she'?s|he is|she is|is|was|who'?s|and|me|my (?:friend|brother|sister|mate|cousin)|currently|just|now|started|am)(?: now| currently| still)? in (?P<year>{_YEAR})(?![a-z0-9])"
    rf"|(?<![a-z])in (?P<at>{_YEAR}) (?:at|in) "
    rf"|(?<![a-z])(?P<own>(?:year|yr) ?(?:1[0-3]|[1-9])) (?:girl|boy|student|pupil|here)(?![a-z])"
    rf"|(?<![a-z])(?:my (?:class|form|tutor group|year) is|in (?:class|form)|my class,?) (?P<mine>{_CLASS_NAME}|year ?(?:1[0-3]|[1-9]))(?![a-z0-9])"
)
_ORDINARY_AFTER_PLATFORM = frozenset(
    "and but the for with from this that have has had can cant could should would about because like likes where when what which who why how "
    "all are was were will not never always every just more less too very people kids group groups chat chats post posts posted page pages "
    "account accounts video videos photo photos pic pics picture pictures story stories message messages game games gaming live lives "
    "add adds added asking asked send sends sent sending says said saying told talking club clubs app apps server servers user users "
    "filters filter streaks streak map maps content addiction addict ban bans banned stuff things thing time times all day night now "
    "instead there here than then them they you your our his her she him its isnt doesnt also even still only being been get gets got "
    "makes make made needs need use used uses using play plays played playing watch watching party parties series one controller "
    "controllers console consoles premium kids shorts channel channels influencers creators trends trend dances dance today later "
    "tomorrow please pls tell tells off down out into over bullying safety code codes name names handle username tag back ads adverts".split()
)


def _named(match: re.Match[str], *groups: str) -> tuple[int, int]:
    """The span of the first named group that took part, or of the whole match."""
    return next((match.span(group) for group in groups if match.group(group)), match.span())


def _handles(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _AT_HANDLE.finditer(text):
        yield match.start(), match.end(), "handle"
    for pattern in (_NAMED_HANDLE, _HANDLE_ON):
        for match in pattern.finditer(text):
            handle = match.group("handle").strip(".-").lstrip("@")
            introduced = bool(re.search(r"(?:is|its|it's|=|:|@|called|under|as|user ?name|handle|gamer ?tag|tag)\s{0,3}@?$",
                                        text[max(0, match.start("handle") - 12) : match.start("handle")]))  # fmt: skip
            odd = any(not letter.isalpha() for letter in handle)
            if handle not in _ORDINARY_AFTER_PLATFORM and (odd or introduced) and not handle.isdigit():
                start = match.start("handle")
                yield start, start + len(match.group("handle").rstrip(".-")), "handle"
    for match in _ODD_HANDLE.finditer(text):
        if any(letter.isalpha() for letter in match.group()):
            yield match.start(), match.end(), "handle"


def find_contact_details(folded: FoldedText) -> Iterator[tuple[int, int, str]]:
    """Spans (start, end, kind) in the folded text; e-mail addresses come before handles."""
    text = folded.text
    emails = [match.span() for match in _EMAIL.finditer(text)]
    yield from ((start, end, "email") for start, end in emails)
    for match in _PHONE.finditer(text):
        yield match.start(), match.end(), "phone"
    for match in _POSTCODE.finditer(text):
        yield match.start(), match.end(), "postcode"
    for start, end, kind in _handles(text):
        if not any(start < stop and begin < end for begin, stop in emails):
            yield start, end, kind
    for match in _ADDRESS.finditer(text):
        yield _from_first_number(text, match), match.end(), "address"
    for match in _BIRTH.finditer(text):
        yield *_named(match, "date", "full", "own"), "date_of_birth"
    for match in _AGE.finditer(text):
        start, end = _named(match, "age", "old", "short")
        yield start, max(end, match.end()) if match.group("age") else end, "age"
    for match in _YEAR_GROUP.finditer(text):
        yield *_named(match, "year", "at", "own", "mine"), "year_group"


def _from_first_number(text: str, match: re.Match[str]) -> int:
    """Where the address itself begins, after words such as "I live at"."""
    lead = re.match(
        r"(?:live|lives|living|house is|home is|address is|address:|i'm from|stay|stays|staying) "
        r"(?:at |on |in |down |up |round |near |just off )?",
        text[match.start() : match.end()],
    )
    return match.start() + (lead.end() if lead else 0)
