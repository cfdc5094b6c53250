"""The patterns behind `contact_details.py`: how phones, addresses, handles, dates and ages are written in "
"Britain."""

import re

from moderation.screening.context_words import any_of

# The 124 postcode areas of the United Kingdom and the Crown dependencies (Royal Mail).
_AREAS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh "
    "en ex "
    "fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml "
    "n ne "
    "ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf "
    "tn tq "
    "tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
POSTCODE = re.compile(
    rf"(?<![a-z0-9])(?:{'|'.join(sorted(_AREAS.split(), key=len, reverse=True))})\d[a-z\d]?[ \-]{{0,2}}"
    r"\d(?!nd|rd|st|th)[abd-hjlnp-uw-z]{2}(?![a-z0-9])"
)
PHONE = re.compile(
    r"(?<![\d£$.,/:#])(?:\+|00)?\(?(?:44[\s\-.]?\(?0?\)?|0)[\s\-.)]{0,2}\d(?:[\s\-.()]{0,2}\d){8,9}(?!\d)"
)
_AT = r"(?:\s?@\s?|\s?[(\[]\s?at\s?[)\]]\s?)"
_DOT = r"(?:\s?[(\[]\s?dot\s?[)\]]\s?|\.)"
EMAIL = re.compile(
    rf"[a-z0-9][\w.+\-]{{0,63}}{_AT}[a-z0-9][a-z0-9\-]{{0,62}}(?:{_DOT}[a-z]{{2,12}}){{1,3}}(?![a-z0-9])"
    r"|[a-z0-9][\w.+\-]{0,63} at [a-z0-9\-]{2,30} dot (?:com|co dot uk|co uk|net|org)(?![a-z0-9])"
)

AT_HANDLE = re.compile(r"(?<![\w.@])@[a-z0-9_][\w.]{1,29}(?<!\.)")
_PLATFORM = (
    r"(?:snap ?chat|snap|sc|instagram|insta|ig|tik ?tok|discord|twitter|whats ?app|x ?box|psn|ps[45]|"
    r"playstation|"
    r"roblox|steam|fort ?nite|minecraft|epic|twitch|you ?tube|be ?real|facebook|fb|telegram|kik|threads|"
    r"reddit|gamer ?tag|user ?name|nintendo|switch|yubo|wizz|bluesky)"
)
_INTRODUCTION = r"(?:is|its|it's|it is|=|:|-|@|called|under|as)"
_OF_ACCOUNT = r"(?:(?:user ?name|name|handle|account|tag|id|user|page|chat)s?\s?)?"
_LINK_WORDS = rf"{_OF_ACCOUNT}(?:\s?{_INTRODUCTION}\s{{0,2}}){{0,2}}"
_HANDLE = r"(?P<handle>@?[a-z0-9][\w.#\-]{2,29})"
NAMED_HANDLE = re.compile(rf"(?<![a-z]){_PLATFORM}'?s?\s?{_LINK_WORDS}\s?{_HANDLE}")
HANDLE_ON = re.compile(
    r"(?:add|follow|message|msg|dm|find|im|i'm|i am|text|hmu|hit me up|search)(?: me)?(?: up)?(?: at| on|:|"
    r" -| as)? "
    rf"?{_HANDLE} (?:on|at|in) (?:my )?{_PLATFORM}(?![a-z])"
)
ODD_HANDLE = re.compile(
    r"(?<![\w@.\-/])(?=\w*[a-z])(?:\w+#\d{4}|[a-z0-9]+(?:_[a-z0-9]+)+_*|_+[a-z0-9]+\w*|xx\w{2,20}xx)(?!\w)"
)
CALLED_HANDLE = re.compile(
    r"(?<![a-z])(?:called|add|follow|find me as|i'?m|named|name is)\s(?P<handle>(?!year|yr|y\d|class|form)"
    r"(?:[a-z]{2,}\d{2,4}|[a-z]{3,}[._][a-z0-9_.]{2,20}|[a-z]+\d+[a-z]+\d*))(?!\w)"
)
INTRODUCED = re.compile(
    r"(?:is|its|it's|=|:|@|called|under|as|user ?name|handle|gamer ?tag|tag|name|user|id)\s{0,3}@?$"
)

_ROADS = (
    "road|rd|street|avenue|ave|close|lane|ln|drive|crescent|cres|gardens|gdns|court|place|terrace|grove|"
    "mews|way|"
    "hill|park|square|row|walk|rise|view|parade|meadows?|orchard|croft|mead|fields?|cottages?|house|flats?|"
    "farm|"
    "green|buildings|heights|wharf|quay|path|street east|street west"
)
_CERTAIN_ROADS = (
    "road|rd|street|avenue|ave|close|lane|drive|crescent|gardens|court|terrace|grove|mews|rise|croft"
)
_STREET_WORDS = rf"(?:(?!{any_of('no_street')}\b)[a-z][a-z']{{1,20}}[ ]){{1,3}}"
_FLAT = r"(?:flat|apartment|apt|unit|number|no\.?)\s?\d{1,4}[a-z]?,?\s"
_LIVE_AT = (
    r"(?:live|lives|living|house is|home is|address is|address:|i'm from|stay|stays|staying) "
    r"(?:at |on |in |down |up |round |near |just off )?"
)
LIVE_AT = re.compile(_LIVE_AT)
ADDRESS = re.compile(
    rf"(?<![\d£$.,:/])(?:{_FLAT})?\d{{1,3}}[a-z]?,?[ ]{_STREET_WORDS}(?:{_ROADS})(?![a-z])"
    r"|(?<![\d£$.,:/])\d{1,3}[a-z]?,?[ ](?:old|new|long|main|cross|great|little|upper|lower|high) "
    rf"(?:[a-z]{{3,20}} )?(?:{_CERTAIN_ROADS})(?![a-z])"
    rf"|{_LIVE_AT}(?:{_FLAT})?(?:\d{{1,4}}[a-z]?,? )?{_STREET_WORDS}(?:{_CERTAIN_ROADS})(?![a-z])"
    r"|(?<![a-z])(?:flat|apartment) \d{1,4}[a-z]?,? [a-z]{3,20} (?:house|court|lodge|mansions|heights|"
    r"tower)(?![a-z])"
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:the )?\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:\d{{4}}|\d{{2}})|{_DAY}(?: of)? {_MONTH}(?:,? \d{{4}}| "
    rf"'?\d{{2}}(?!\d))?|"
    rf"{_MONTH} {_DAY}(?:,? \d{{4}})?)"
)
BIRTH = re.compile(
    r"(?:born(?: on| in)?|birthday'?s?(?: is)?(?: on)?|b-?day(?: is)?(?: on)?|d\.?o\.?b\.?:?(?: is)?|"
    r"date of birth:?(?: is)?)\s?:?\s?"
    rf"(?P<date>{_DATE}|{_MONTH},? (?:19|20)\d\d|(?:in )?(?:19[89]\d|20[012]\d)(?!\d))"
    r"|(?<![\d/.\-])(?P<full>\d{1,2}[/.\-]\d{1,2}[/.\-](?:199\d|200\d|201\d))(?![\d/\-])"
    rf"|(?P<own>{_DAY}(?: of)? {_MONTH}) is my (?:birthday|bday)"
)
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_AGE_WORDS = f"five|six|seven|eight|nine|ten|eleven|twelve|{_TEENS}"
_AGE_NUMBER = rf"(?:[5-9]|1\d|2[0-5]|{_AGE_WORDS})"
_NOT_AN_AGE = (
    r"(?!\s?(?:%|/|:|\.\d|\d|,\d|minutes?|mins?|miles?|km|metres?|m\b|hours?|hrs?|days?|weeks?|months?|pm|"
    r"am|o'?clock|"
    r"th|st\b|foot|feet|ft|stone|kg|cm|pounds?|quid|people|kids|children|of us|of the|of my|times|out of|"
    r"points?|nd|"
    r"rd|steps|stops|doors))"
)
_BEING = (
    r"(?:i'?m|i am|(?:brother|sister|friend|cousin|mate|son|daughter|twin) is|he'?s|he is|she'?s|she is|"
    r"who is|who's|aged?|turning|turned|i turn)"
)
AGE = re.compile(
    rf"(?<![a-z]){_BEING}(?: only| just| nearly| almost| now| currently)? (?P<age>{_AGE_NUMBER})(?![a-z\d])"
    rf"{_NOT_AN_AGE}(?: and a half)?(?:[ \-]?(?:years?|yrs?)(?:[ \-]old)?(?![ \-]?olds))?"
    rf"|(?<![\d£$.,/:a-z])(?P<old>{_AGE_NUMBER}[ \-]?(?:years?|yrs?|y)[ \-]?(?:old|o)(?!s|[ "
    rf"\-]?olds))(?![a-z])"
    r"|(?<![\d£$.,/:a-z])(?P<short>(?:1\d|[6-9])[ ]?yo|(?:1[0-9])[mf]|[mf] ?1[0-9])(?![a-z\d])"
)
_CLASS_NAME = r"(?:(?:1[0-3]|[1-9])(?:[a-hj-np-z]| ?(?:red|blue|green|yellow|oak|ash|elm|beech)))"
_YEAR_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
_YEAR = (
    rf"(?:(?:year|yr)s? ?(?:1[0-3]|[1-9]|{_YEAR_WORDS})[a-d]?|y(?:1[0-3]|[1-9])|reception|sixth form|6th "
    rf"form|"
    rf"(?:class|form) {_CLASS_NAME}|{_CLASS_NAME})"
)
_IN_A_YEAR = (
    r"(?:i'?m|i am|he'?s|she'?s|he is|she is|is|was|who'?s|and|me|my (?:friend|brother|sister|mate|cousin)|"
    r"currently|"
    r"just|now|started|am)(?: now| currently| still)?"
)
YEAR_GROUP = re.compile(
    rf"(?<![a-z]){_IN_A_YEAR} in (?P<year>{_YEAR})(?![a-z0-9])"
    rf"|(?<![a-z])in (?P<at>{_YEAR}) (?:at|in) "
    r"|(?<![a-z])(?P<own>(?:year|yr) ?(?:1[0-3]|[1-9])) (?:girl|boy|student|pupil|here)(?![a-z])"
    r"|(?<![a-z])(?:my (?:class|form|tutor group|year) is|in (?:class|form)|my class,?) "
    rf"(?P<mine>{_CLASS_NAME}|year ?(?:1[0-3]|[1-9]))(?![a-z0-9])"
)
