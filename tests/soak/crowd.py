"""People who use a site that is being cut off again and again, and keep what it told them was done."""

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import urlsplit

from surveys.keys import make_key
from tests.integration.by_http import RECEIPT, Answered, Visitor
from tests.live_site import LiveSite

TAKE_PART = "/c/safer-buses/take-part"
FILES = "/staff/campaigns/safer-buses/files"
HONEST = {429, 503}
GIVE_UP_SECONDS = 120.0
ROWS = 40

_numbers = itertools.count(1)


def a_view() -> str:
    """Words that nobody else says, and that nobody need worry about."""
    number = next(_numbers)
    place = random.choice(["river", "school", "park", "station", "library", "harbour", "market", "farm"])
    return (
        f"View {number}: lamp {number * 7} by the {place}, bench {number * 13} and a bus at {number % 12 + 1}"
    )


class Person(threading.Thread):
    """Does something again and again until told to stop.

    Attributes:
        dishonest: answers that should never be given, such as a 500, or a 503 that does not say when to try again.
        met: how often which answer was given.
    """

    pause_seconds = 0.05

    def __init__(self, site: LiveSite) -> None:
        super().__init__(daemon=True)
        self.site = site
        self.is_stopping = threading.Event()
        self.dishonest: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        self.broke: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.is_stopping.is_set():
                self.act()
                time.sleep(self.pause_seconds)
        except BaseException as error:
            self.broke = error

    def act(self) -> None:
        """Do it once."""
        raise NotImplementedError

    def ask(self, what: str, call: Callable[[], Answered]) -> Answered | None:
        """What the site said; None when it said nothing or could not do it, which is noted."""
        try:
            answered = call()
        except (OSError, HTTPException) as error:
            self.met[type(error).__name__] += 1
            time.sleep(0.1)
            return None
        self.met[str(answered.status)] += 1
        if answered.status < 500:
            return answered
        if answered.status not in HONEST:
            self.dishonest[f"{what}: {answered.status}"] += 1
        elif not answered.retry_after:
            self.dishonest[f"{what}: {answered.status} without Retry-After"] += 1
        time.sleep(0.1)
        return None


class Phone(Person):
    """Sends one view after the other, each until it has its receipt, and now and then once more.

    Attributes:
        told: the words of each view that the site gave a receipt for, and that receipt.
    """

    def __init__(self, site: LiveSite, address: str = "127.0.0.1") -> None:
        super().__init__(site)
        self._address = address
        self.told: dict[str, str] = {}
        self.another_receipt: list[str] = []
        self.in_hand = ""

    def act(self) -> None:
        words, key = a_view(), make_key()
        self.in_hand = words
        receipt = self._send_until_taken(words, key)
        if not receipt:
            return
        self.told[words], self.in_hand = receipt, ""
        if random.random() < 0.2 and (again := self._send(words, key)) and again != receipt:
            self.another_receipt.append(words)

    def _send_until_taken(self, words: str, key: str) -> str:
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            if receipt := self._send(words, key):
                return receipt
        return ""

    def _send(self, words: str, key: str) -> str:
        visitor = Visitor(self.site, address=self._address)
        said = self.ask("send", lambda: visitor.post(TAKE_PART, {"submission_key": key, "q1": words}))
        receipt = RECEIPT.search(said.body) if said else None
        return receipt[1].strip() if receipt else ""


class Moderator(Person):
    """Approves one view after the other.

    Attributes:
        told: the views that the site said are decided.
    """

    def __init__(self, site: LiveSite, email: str, password: str) -> None:
        super().__init__(site)
        self._visitor = Visitor(site)
        self._visitor.sign_in(email, password)
        self.told: set[int] = set()

    def act(self) -> None:
        served = self.press("/staff/queue/next", {}, "/staff/queue")
        while served and (number := urlsplit(served.location).path.rpartition("/")[2]).isdigit():
            page = urlsplit(served.location).path
            served = self.press(f"/staff/queue/{number}/decide", {"kind": "approve"}, page)
            if served and served.status == 302:
                self.told.add(int(number))
            if self.is_stopping.is_set():
                return
            time.sleep(self.pause_seconds)

    def press(self, path: str, fields: dict[str, str], page: str) -> Answered | None:
        """Press a button of a page."""
        shown = self.ask("open", lambda: self._visitor.get(page))
        token = shown.token if shown and shown.status == 200 else ""
        if not token:
            return None
        return self.ask("press", lambda: self._visitor.post(path, {"csrf_token": token, **fields}))


class Keyer(Moderator):
    """Brings in one file of views after the other, which a worker does.

    Attributes:
        files: for each file that the site said is on its way in, what its rows say.
        unsure: what rows say of files of which it said nothing: each may be in once, or not at all.
    """

    pause_seconds = 2.0

    def __init__(self, site: LiveSite, email: str, password: str) -> None:
        super().__init__(site, email, password)
        self.files: list[list[str]] = []
        self.unsure: list[str] = []

    def act(self) -> None:
        rows = [a_view() for _ in range(ROWS)]
        if self._bring_in(rows):
            self.files.append(rows)
        else:
            self.unsure += rows

    def _bring_in(self, rows: list[str]) -> bool:
        shown = self.ask("open", lambda: self._visitor.get(FILES))
        if not shown or not shown.token:
            return False
        content = "Comment\n" + "\n".join(f'"{row}"' for row in rows) + "\n"
        fields = {"csrf_token": shown.token, "channel": "paper"}
        sent = self.ask("send file", lambda: self._visitor.send_file(FILES, fields, "forms.csv", content))
        if not sent or sent.status != 302:
            return False
        place = urlsplit(sent.location).path.removesuffix("/columns")
        chosen = self.press(f"{place}/columns", {"column-0": "answers:q1"}, f"{place}/columns")
        if not chosen or chosen.status != 302:
            return False
        started = self.press(f"{place}/start", {}, place)
        return started is not None and started.status == 302
