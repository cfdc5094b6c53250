"""What makes hundreds of sites in one test process affordable.

Templates and address rules are compiled once, and passwords are hashed quickly.
"""

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory, by their source, for every site of this process.

    Each test makes a site of its own; without this each would compile the same templates again.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled from the same source."""
        kept = self._kept.get(f"{bucket.key}{bucket.checksum}")
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[f"{bucket.key}{bucket.checksum}"] = bucket.bytecode_to_string()


COMPILED_TEMPLATES = CompiledTemplates()
#: As weak as the library allows: what is tested is who gets in, not how long guessing takes.
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class CompiledRules:
    """Keeps what builds an address from a rule: compiling that is most of the time a site takes to make.

    What is compiled depends on nothing but the parts of the rule and its defaults; the site's own converters are
    looked up when it is called.
    """

    def __init__(self) -> None:
        self._compile = Rule._compile_builder
        self._kept: dict[object, Callable[..., tuple[str, str]]] = {}

    def of(self, rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        """What builds the address of this rule."""
        defaults: dict[str, Any] = dict(rule.defaults or {})
        key = (rule.rule, tuple(rule._trace), repr(defaults), append_unknown)
        if key not in self._kept:
            self._kept[key] = self._compile(rule, append_unknown)
        return self._kept[key]


COMPILED_RULES = CompiledRules()
