"""What a reader can work out: the range of a hidden count, given everything published.

A table with margins is a network: each count is the flow on an arc, and each margin is the sum of
what flows through a node. Every published figure bounds its arc. Starting from the true table, a
count can rise by as much as can be sent round the rest of the network from the arc's head back to
its tail, which is a maximum-flow question; so the ranges found are exact, in whole numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass

Node = Hashable


@dataclass(frozen=True)
class BoundedCount:
    """An arc: a true count with the least and greatest values a reader holds possible."""

    tail: Node
    head: Node
    count: int
    lowest: int
    highest: int


class CountNetwork:
    """A table as a network of bounded counts, keyed by whatever the caller calls its cells."""

    def __init__(self, arcs: dict[Hashable, BoundedCount]) -> None:
        """Take the arcs of the table; each true count must lie within its own bounds."""
        if any(not arc.lowest <= arc.count <= arc.highest for arc in arcs.values()):
            raise ValueError("a true count lies outside its published bounds")
        self._arcs = arcs
        self._leaving: dict[Node, list[Hashable]] = {}
        self._entering: dict[Node, list[Hashable]] = {}
        for key, arc in arcs.items():
            self._leaving.setdefault(arc.tail, []).append(key)
            self._entering.setdefault(arc.head, []).append(key)

    def possible_range(self, key: Hashable, reach: int) -> tuple[int, int]:
        """Return the least and greatest values of one count, looking at most `reach` either side."""
        arc = self._arcs[key]
        rise = self._sendable(arc.head, arc.tail, key, min(reach, arc.highest - arc.count))
        fall = self._sendable(arc.tail, arc.head, key, min(reach, arc.count - arc.lowest))
        return (arc.count - fall, arc.count + rise)

    def _sendable(self, start: Node, goal: Node, without: Hashable, limit: int) -> int:
        """Return how much can be sent from start to goal by changing counts within their bounds."""
        changes: dict[Hashable, int] = {}
        sent = 0
        while sent < limit:
            path = self._path(start, goal, without, changes)
            if path is None:
                break
            amount = min(limit - sent, *(room for _, _, room in path))
            for key, sign, _ in path:
                changes[key] = changes.get(key, 0) + sign * amount
            sent += amount
        return sent

    def _path(
        self, start: Node, goal: Node, without: Hashable, changes: dict[Hashable, int]
    ) -> list[tuple[Hashable, int, int]] | None:
        """Find a shortest way with room to spare: (arc, +1 or -1, room) for each step, or None."""
        came_from: dict[Node, tuple[Node, Hashable, int, int] | None] = {start: None}
        waiting = deque([start])
        while waiting and goal not in came_from:
            node = waiting.popleft()
            for key, sign, room, neighbour in self._steps(node, changes):
                if room > 0 and key != without and neighbour not in came_from:
                    came_from[neighbour] = (node, key, sign, room)
                    waiting.append(neighbour)
        if goal not in came_from:
            return None
        path: list[tuple[Hashable, int, int]] = []
        step = came_from[goal]
        while step is not None:
            path.append(step[1:])
            step = came_from[step[0]]
        return path

    def _steps(self, node: Node, changes: dict[Hashable, int]) -> list[tuple[Hashable, int, int, Node]]:
        steps: list[tuple[Hashable, int, int, Node]] = []
        for key in self._leaving.get(node, []):
            arc = self._arcs[key]
            steps.append((key, 1, arc.highest - arc.count - changes.get(key, 0), arc.head))
        for key in self._entering.get(node, []):
            arc = self._arcs[key]
            steps.append((key, -1, arc.count + changes.get(key, 0) - arc.lowest, arc.tail))
        return steps
