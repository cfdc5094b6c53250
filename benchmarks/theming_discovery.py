"""Measures what is found without a code frame: groups of like answers, and answers sent many times."""

from __future__ import annotations

import importlib.util
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from analysis.theming.discovery import discover
from analysis.theming.duplicates import duplicate_groups
from analysis.theming.encoders import sentence_encoder

Grouping = Callable[[Sequence[str], int], list[int]]

_TEMPLATES = 30
_COPIES = 10
_SHORTEST_TEMPLATE = 60
_BERTOPIC_MISSING = "bertopic is no part of the product and not installed here; install it to measure it too"


def measure_discovery(texts: Sequence[str], labels: Sequence[str]) -> dict[str, object]:
    """Agreement of groups with people's labels: product, TF-IDF and KMeans, encoder and KMeans, BERTopic."""
    found: dict[str, object] = {}
    for name, grouping in _groupings().items():
        began = time.process_time()
        groups = grouping(texts, len(set(labels)))
        seconds = round(time.process_time() - began, 1)
        found[name] = {**_agreement(groups, labels), "groups": len(set(groups)), "cpu_seconds": seconds}
    if "BERTopic" not in found:
        found["BERTopic"] = {"left_out": _BERTOPIC_MISSING}
    return found


def measure_duplicates(texts: Sequence[str]) -> dict[str, float]:
    """30 letters with 10 edited copies each, hidden among other answers: are they found, and only they?

    Recall: pairs of copies of one letter that share a group. Purity: share of grouped copies and others
    that belong to the letter most of their group belong to.
    """
    chance = random.Random(5)
    different = list(dict.fromkeys(texts))
    templates = chance.sample([text for text in different if len(text) >= _SHORTEST_TEMPLATE], _TEMPLATES)
    hidden = [(text, -1) for text in different if text not in templates]
    vocabulary = [word for text in templates for word in text.split()]
    for number, template in enumerate(templates):
        hidden += [(_edited(template, vocabulary, chance), number) for _ in range(_COPIES)]
    chance.shuffle(hidden)
    began = time.process_time()
    groups = duplicate_groups([text for text, _ in hidden])
    seconds = time.process_time() - began
    shared, members, pure = 0, 0, 0
    for group in groups:
        letters = [hidden[place][1] for place in group.places]
        counts = [letters.count(letter) for letter in set(letters) - {-1}]
        if counts:
            shared += sum(count * (count - 1) // 2 for count in counts)
            members, pure = members + len(letters), pure + max(counts)
    pairs = _TEMPLATES * _COPIES * (_COPIES - 1) // 2
    return {
        "answers": len(hidden),
        "pair_recall": round(shared / pairs, 4),
        "purity": round(pure / members, 4) if members else 0.0,
        "milliseconds_an_answer": round(1000 * seconds / len(hidden), 3),
    }


def _edited(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    """A copy with one word in ten (at least one) dropped, replaced or added after."""
    words = text.split()
    for _ in range(max(1, len(words) // 10)):
        place = chance.randrange(len(words))
        other = chance.choice(vocabulary)
        words[place] = ("", other, f"{words[place]} {other}")[chance.randrange(3)]
    return " ".join(word for word in words if word)


def _groupings() -> dict[str, Grouping]:
    found: dict[str, Grouping] = {
        "product": _by_product,
        "TF-IDF and KMeans": _by_words,
        "plain encoder and KMeans": _by_encoder,
    }
    if importlib.util.find_spec("bertopic") is not None:
        found["BERTopic"] = _by_bertopic
    return found


def _by_product(texts: Sequence[str], count: int) -> list[int]:
    given = discover(texts, count).assignments
    numbers = {group: number for number, group in enumerate(dict.fromkeys(given))}
    return [numbers[group] for group in given]


def _by_words(texts: Sequence[str], count: int) -> list[int]:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(min_df=2, sublinear_tf=True, stop_words="english").fit_transform(texts)
    return list(KMeans(count, random_state=7, n_init=4).fit_predict(rows))


def _by_encoder(texts: Sequence[str], count: int) -> list[int]:
    from sklearn.cluster import KMeans

    return list(KMeans(count, random_state=7, n_init=4).fit_predict(sentence_encoder().encode(texts)))


def _by_bertopic(texts: Sequence[str], count: int) -> list[int]:
    from bertopic import BERTopic
    from umap import UMAP

    # As its makers set it up but for a fixed seed, on the encoder the others have; it chooses how many groups.
    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=7)
    model: Any = BERTopic(embedding_model=None, umap_model=reduce)
    groups, _ = model.fit_transform(list(texts), sentence_encoder().encode(texts))
    return [int(group) for group in groups]


def _agreement(groups: Sequence[int], labels: Sequence[str]) -> dict[str, float]:
    """Normalised mutual information, adjusted Rand index, and accuracy under the best one-to-one naming."""
    from scipy.optimize import linear_sum_assignment
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
    from sklearn.metrics.cluster import contingency_matrix

    table = contingency_matrix(labels, groups)
    rows, columns = linear_sum_assignment(-np.asarray(table))
    return {
        "nmi": round(float(normalized_mutual_info_score(labels, groups)), 4),
        "ari": round(float(adjusted_rand_score(labels, groups)), 4),
        "accuracy": round(float(table[rows, columns].sum()) / len(labels), 4),
    }
