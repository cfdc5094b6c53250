"""Named lists that a higher floor fills and a lower one calls, so that imports still go down only."""

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Registry(Generic[P]):
    """Actions to call, in the order they were added by the factory."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        self._actions: list[Callable[P, object]] = []

    def add(self, action: Callable[P, object]) -> None:
        """Have `action` called too; adding it again changes nothing."""
        if action not in self._actions:
            self._actions.append(action)

    @property
    def is_filled(self) -> bool:
        """Whether anything would be called."""
        return bool(self._actions)

    def call(self, *args: P.args, **kwargs: P.kwargs) -> list[object]:
        """Call every action and return what each gave."""
        return [action(*args, **kwargs) for action in self._actions]


#: After a view is stored: (campaign id). Must be quick; the sender is waiting.
after_send: Registry[[int]] = Registry("after a view is sent")
#: What other floors know of a campaign that wants to open: (campaign id) gives evidence for the opening gates.
opening_evidence: Registry[[int]] = Registry("what opening gates look at")
#: Languages beside English in which a campaign is asked now: (campaign id) gives their codes.
campaign_languages: Registry[[int]] = Registry("languages of a campaign")
#: What must forget on withdrawal: (submission id).
erasers: Registry[[int]] = Registry("what must forget on withdrawal")
#: When a campaign opens: (campaign id). What must be frozen then is frozen here.
at_opening: Registry[[int]] = Registry("when a campaign opens")
#: After a person decided about a view, or took a decision back: (submission id).
after_decision: Registry[[int]] = Registry("after a decision about a view")
#: When the results of a campaign are shown in public, in the same transaction: (campaign id).
after_publishing: Registry[[int]] = Registry("when results are published")
#: When views that people moderated elsewhere come in: (submission ids, id of the person who answers for it).
moderated_elsewhere: Registry[[list[int], int]] = Registry("when views moderated elsewhere come in")
