"""What machines watch: each part of the house adds figures of what it knows, as Prometheus reads them.

Figures are counts, sizes and seconds. Nothing here may name or describe anybody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from participation.foundation.registries import Registry

PREFIX = "participation_"
Sample = tuple[Mapping[str, str], float]


@dataclass(frozen=True)
class Metric:
    """One thing that is measured, with a value for each set of labels."""

    name: str
    meaning: str
    samples: tuple[Sample, ...]
    kind: Literal["gauge", "counter"] = "gauge"


Source = Callable[[], Iterable[Metric]]
#: Each gives metrics, looked up at that moment.
sources: Registry[[]] = Registry("figures that machines watch")


def single(name: str, meaning: str, value: float) -> Metric:
    """A gauge without labels."""
    return Metric(name, meaning, (({}, value),))


def as_text(metrics: Iterable[Metric]) -> str:
    """The metrics in Prometheus's text format, version 0.0.4."""
    lines = []
    for metric in metrics:
        name = PREFIX + metric.name
        lines += [f"# HELP {name} {_escaped(metric.meaning)}", f"# TYPE {name} {metric.kind}"]
        lines += [f"{name}{_labels(labels)} {value:.15g}" for labels, value in metric.samples]
    return "".join(f"{line}\n" for line in lines)


def _labels(labels: Mapping[str, str]) -> str:
    inside = ",".join(f'{name}="{_escaped(value, quotes=True)}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""


def _escaped(words: str, *, quotes: bool = False) -> str:
    plain = words.replace("\\", "\\\\").replace("\n", "\\n")
    return plain.replace('"', '\\"') if quotes else plain
