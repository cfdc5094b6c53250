"""Measures the automatic check and prints JSON; it never asserts.

    python benchmarks/screening.py [--benign FILE.csv ...]

Concerns are measured twice. On hands that neither model was trained on, though on others by the same writers:
`train_screening.py` keeps how far each of their texts reached, and the rules are applied afresh. And on texts by
strangers, writers of whom nothing was ever trained on, as the product reads them. Files given
with --benign are ordinary comments of which every second row was never trained on. Personal data and disguised
rude words are measured on made-up texts by this project, so those figures are in-sample.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from screening_personal_data import personal_data_figures
from screening_strangers import MEASURING_LAST, stranger_figures
from screening_training import read_benign, read_labelled
from screening_validation import HELD_OUT, Figure, Readings, blind_figures, share

from moderation.screening import SCREENING_VERSION, screen
from moderation.screening.places import listed

TRAINING = Path(__file__).resolve().parent.parent / "moderation" / "screening" / "training"
RUDE_SOUNDING = "# Places in the United Kingdom that word lists take for rude words."
_START = (
    "import time; begin = time.process_time(); from moderation.screening import screen; screen('hello');"
    "print(time.process_time() - begin)"
)
_DISGUISES = {
    "plain": lambda word: word,
    "capitals": str.upper,
    "leet": lambda word: word.translate(str.maketrans("aeiost", "43105+")),
    "spaced": " ".join,
    "dotted": ".".join,
    "one star": lambda word: word[:1] + "*" + word[2:],
    "all stars": lambda word: word[:1] + "*" * (len(word) - 2) + word[-1:],
    "stretched": lambda word: word[:2] + word[1] * 4 + word[2:],
    "look-alikes": lambda word: word.translate(str.maketrans("aceop", "асеор")),
    "invisible": "\u200b".join,
}
_WORDS = ("fuck", "shit", "cunt", "wanker", "twat", "bastard", "bollocks", "dickhead", "bitch", "arsehole")


def concern_figures() -> dict[str, object]:
    """Recall and false alarms on whole files of hands held out, by the readings kept from training."""
    readings = Readings(read_labelled(TRAINING), TRAINING / "unseen_readings.csv")
    blind = blind_figures(readings.texts, TRAINING / "blind_readings.csv")
    return {"held_out": HELD_OUT, "texts": len(readings.texts), **readings.figures(), "read_blind": blind}


def outside_figures(path: Path) -> dict[str, object]:
    """Lanes of ordinary comments that were not trained on, with the packaged weights."""
    results = [screen(item.text) for item in read_benign(path)[1::2]]
    lanes = Counter(result.lane.value for result in results)
    signals = Counter(signal for result in results for signal in result.signals)
    concerned = sum(
        any(signal.startswith("safeguarding.") for signal in result.signals) for result in results
    )
    personal = sum(
        any(signal.startswith("personal_data.") for signal in result.signals) for result in results
    )
    return {
        "safeguarding": share(concerned, len(results)),
        "urgent": share(lanes["urgent"], len(results)),
        "personal_data": share(personal, len(results)),
        "lanes": dict(lanes),
        "signals": dict(signals.most_common(15)),
    }


def place_figures() -> dict[str, object]:
    """Rude-sounding places, each in three sentences: how many gave a rude word or a person."""
    lines = (Path(TRAINING).parent / "data" / "place_names.txt").read_text("utf-8").split(RUDE_SOUNDING)[1]
    rude = [line for line in lines.splitlines() if line and not line.startswith("#")]
    flagged = {
        place
        for place in {*rude, *listed("place_names.txt")}
        for text in (f"I live in {place}", f"more buses to {place.lower()} pls", place.upper())
        if any(signal.startswith(("language.", "personal_data.name")) for signal in screen(text).signals)
    }
    return {
        "rude_sounding_flagged": share(sum(place in flagged for place in rude), len(rude)),
        "all_places_flagged": share(len(flagged), len(listed("place_names.txt"))),
        "flagged": sorted(flagged),
    }


def disguise_figures() -> dict[str, Figure]:
    """Strong words in disguise: share found. In-sample."""
    figures = {}
    for name, disguise in _DISGUISES.items():
        signals = [screen(f"this is {disguise(word)} really").signals for word in _WORDS]
        figures[name] = share(sum("language.strong" in found for found in signals), len(_WORDS))
    return figures


def speed_figures(benign_files: list[Path]) -> dict[str, object]:
    """Processor time a message (fresh texts) and for hostile texts of 4,000 characters; memory; start."""
    texts = [item.text for path in benign_files for item in read_benign(path)[1::7]] or [
        item.text for item in read_labelled(TRAINING)
    ]
    times = sorted(_milliseconds(text) for text in texts)
    chance = random.Random(3)
    hostile = {
        "disclosures": "i want to kill myself " * 181,
        "spaced": "d i e " * 666,
        "digits": "0 1 2 3 4 " * 400,
        "every script": "".join(chr(chance.randrange(33, 0x3000)) for _ in range(4000)),
        "letters": "".join(chance.choices("abcdefghijklmnopqrstuvwxyz    ", k=4000)),
        "words": " ".join(chance.choices(" ".join(texts).split(), k=900))[:4000],
    }
    start = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True)
    return {
        "n": len(times),
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[int(len(times) * 0.95)],
        "worst_ms": times[-1],
        "hostile_4000_characters_ms": {name: _milliseconds(text) for name, text in hostile.items()},
        "start_processor_seconds": round(float(start.stdout), 3),
        "memory_of_a_fresh_reader_mb": _fresh_memory(texts[:200]),
    }


def _milliseconds(text: str) -> float:
    """Processor time, so that other work on the machine does not count."""
    begin = time.process_time()
    screen(text)
    return round((time.process_time() - begin) * 1000, 2)


def _fresh_memory(texts: list[str]) -> float:
    """Largest memory of a new process that screens these texts."""
    program = "import json, sys\nfrom moderation.screening import screen\n"
    program += "for text in json.load(sys.stdin): screen(text)\n"
    program += "status = open('/proc/self/status').read()\n"
    program += "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)"
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return round(float(done.stdout), 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benign", type=Path, nargs="*", default=[], help="CSV files of ordinary comments")
    arguments = parser.parse_args()
    figures: dict[str, object] = {"version": SCREENING_VERSION}
    figures["speed"] = speed_figures(arguments.benign)
    figures["places"] = place_figures()
    figures["disguised_words_in_sample"] = disguise_figures()
    figures["personal_data"] = personal_data_figures()
    figures["outside"] = {path.name: outside_figures(path) for path in arguments.benign}
    figures["concerns"] = concern_figures()
    strangers = read_labelled(TRAINING.parent / "measuring")
    figures["concerns_by_strangers"] = stranger_figures(strangers)
    figures["concerns_by_the_last_strangers"] = stranger_figures(
        [item for item in strangers if item.source in MEASURING_LAST]
    )
    figures["memory_of_this_run_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
