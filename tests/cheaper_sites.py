"""What makes hundreds of sites in one test process affordable: templates compiled once, quick password hashes."""

from argon2 import PasswordHasher
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


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
