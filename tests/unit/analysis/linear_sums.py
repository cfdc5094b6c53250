"""What an adversary can solve: unknown counts between bounds, with the sums that hold between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_matrix

Values = NDArray[np.float64]
Line = Mapping[int, float]
TOLERANCE = 1e-6


class LinearSums:
    """Lines of weights that come to nought, or to nought at most, over counts with bounds; set up once.

    A solution is a whole world in which everything published holds, so it shows values of all counts and
    not only of the one that was asked for.
    """

    def __init__(
        self, bounds: Sequence[tuple[float, float]], equal: Sequence[Line], at_most: Sequence[Line] = ()
    ) -> None:
        self._bounds = Bounds(*(np.array(ends) for ends in zip(*bounds, strict=True)))
        self._size, lines = len(bounds), [*equal, *at_most]
        lowest = np.repeat([0.0, -np.inf], [len(equal), len(at_most)])
        self._sums = LinearConstraint(self._matrix(lines), lowest, np.zeros(len(lines)))

    def ranges(self, places: list[int]) -> tuple[Values, Values]:
        """Press these counts down together, then up, and return two values that every count can take.

        For one place alone they are its exact ends; for several they lie within each one's range.
        """
        goal = np.zeros(self._size)
        goal[places] = 1.0
        down, up = self._world(goal), self._world(-goal)
        return np.minimum(down, up), np.maximum(down, up)

    def range_of(self, place: int) -> tuple[int, int]:
        """Return the least and the greatest whole number that one count can be."""
        least, greatest = self.ranges([place])
        return math.ceil(least[place] - TOLERANCE), math.floor(greatest[place] + TOLERANCE)

    def _world(self, goal: Values) -> Values:
        end = milp(goal, bounds=self._bounds, constraints=self._sums)
        assert end.success, end.message
        world: Values = end.x
        return world

    def _matrix(self, lines: Sequence[Line]) -> csc_matrix:
        places = [(row, column, value) for row, line in enumerate(lines) for column, value in line.items()]
        rows, columns, values = zip(*places, strict=True)
        return csc_matrix((values, (rows, columns)), shape=(len(lines), self._size))


def whole_numbers(least: float, greatest: float) -> int:
    """How many whole numbers lie between two ends, with room for the solver's tolerance."""
    return math.floor(greatest + TOLERANCE) - math.ceil(least - TOLERANCE) + 1
