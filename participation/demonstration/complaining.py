"""A made-up complaint about data, waiting for somebody to take it on."""

import yaml

from participation.demonstration.script import DATA
from participation.pages.complaints.services import ComplaintWords, Kept, complain

KEY = "demonstration"


def complain_of_something() -> Kept:
    """Keep the complaint; its sender says no way to be reached, and comes back with the words."""
    said = yaml.safe_load((DATA / "complaint.yaml").read_text(encoding="utf-8"))
    return complain(ComplaintWords(said["happened"], said["wanted"], ""), KEY, is_demo=True)
