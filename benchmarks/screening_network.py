"""Trains the concern network: a sentence encoder, trained further on the labelled texts.

Used by `train_screening_network.py` only, and the one part of the project that needs torch (not installed with
it). Nothing here runs in the product, which reads the finished weights with numpy.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from screening_lessons import BATCH, Lesson, Row, batches
from screening_training import word_pieces
from torch import Tensor, nn
from torch.nn import functional

from moderation.screening.concern_network import LONGEST_WINDOW, cut_word
from moderation.screening.words import Word

LAYERS = 6
SIZE, HEADS, INNER = 384, 12, 1536
EPOCHS, RATE = 4, 1.5e-4
WARM_UP = 0.1
URGENT_WEIGHT, FAMILY_WEIGHT = 1.0, 0.3
SMOOTHING = 0.02
FREQUENT_PIECES = 14_000
"""The encoder's word list is ordered by how common words are; rarer ones are kept when a text has them."""
TAUGHT_SHARE = 0.6
"""How much the larger network's answer counts beside the label, where there is one."""


def chosen_pieces(encoder: Path, texts: Sequence[Sequence[Word]]) -> dict[str, int]:
    """Word pieces the network keeps -> their row in the encoder's table."""
    every = word_pieces(encoder)
    plain = {
        piece for piece in every if piece.removeprefix("##").isascii() and piece.removeprefix("##").isalnum()
    }
    seen = {piece for words in texts for word in words for piece in cut_word(word.text, every)}
    kept = {piece for piece in plain if every[piece] < FREQUENT_PIECES or len(piece.removeprefix("##")) < 3}
    special = ["[CLS]", "[SEP]", "[UNK]", "."]
    return {piece: every[piece] for piece in [*special, *sorted((kept | (seen & plain)) - set(special))]}


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.mixing, self.output = nn.Linear(SIZE, 3 * SIZE), nn.Linear(SIZE, SIZE)
        self.inner, self.outer = nn.Linear(SIZE, INNER), nn.Linear(INNER, SIZE)
        self.first_norm, self.second_norm = nn.LayerNorm(SIZE, eps=1e-12), nn.LayerNorm(SIZE, eps=1e-12)

    def forward(self, rows: Tensor, hidden: Tensor) -> Tensor:
        texts, length, _ = rows.shape
        query, key, value = (
            self.mixing(rows).view(texts, length, 3, HEADS, SIZE // HEADS).permute(2, 0, 3, 1, 4)
        )
        looks = (query @ key.transpose(-1, -2) * (SIZE // HEADS) ** -0.5 + hidden).softmax(-1)
        rows = self.first_norm(
            rows + self.output((looks @ value).transpose(1, 2).reshape(texts, length, SIZE))
        )
        return self.second_norm(rows + self.outer(functional.gelu(self.inner(rows))))


class Network(nn.Module):
    """The encoder's layers, a mean and a weighted mean of its rows, and the answers."""

    def __init__(self, encoder: Path, pieces: dict[str, int], families: Sequence[str]) -> None:
        super().__init__()
        found = load_file(str(encoder / "model.safetensors"))
        whole = "embeddings.word_embeddings.weight"
        prefix = next(name for name in found if name.endswith(whole)).removesuffix(whole)
        stored = {name.removeprefix(prefix): value.float() for name, value in found.items()}
        rows = torch.tensor(list(pieces.values()))
        self.vectors = nn.Embedding.from_pretrained(stored[whole][rows], freeze=True)
        self.positions = nn.Parameter(
            stored["embeddings.position_embeddings.weight"][: LONGEST_WINDOW + 2]
            + stored["embeddings.token_type_embeddings.weight"][0]
        )
        self.norm = nn.LayerNorm(SIZE, eps=1e-12)
        self.norm.load_state_dict(_pair(stored, "embeddings.LayerNorm"))
        self.layers = nn.ModuleList()
        for at in range(LAYERS):
            layer, name = _Layer(), f"encoder.layer.{at}."
            parts = [_pair(stored, f"{name}attention.self.{part}") for part in ("query", "key", "value")]
            layer.mixing.load_state_dict(
                {kind: torch.cat([part[kind] for part in parts]) for kind in ("weight", "bias")}
            )
            layer.output.load_state_dict(_pair(stored, f"{name}attention.output.dense"))
            layer.first_norm.load_state_dict(_pair(stored, f"{name}attention.output.LayerNorm"))
            layer.inner.load_state_dict(_pair(stored, f"{name}intermediate.dense"))
            layer.outer.load_state_dict(_pair(stored, f"{name}output.dense"))
            layer.second_norm.load_state_dict(_pair(stored, f"{name}output.LayerNorm"))
            self.layers.append(layer)
        self.attention = nn.Linear(SIZE, 1)
        self.answers = nn.Linear(2 * SIZE, 2 + len(families))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, there: Tensor) -> Tensor:
        rows = self.drop(self.norm(self.vectors(ids) + self.positions[: ids.shape[1]]))
        hidden = torch.where(there, 0.0, -1e4)[:, None, None, :].to(torch.bfloat16)
        for layer in self.layers:
            rows = layer(rows, hidden)
        rows, shown = rows.float(), there[:, :, None]
        mean = (rows * shown).sum(1) / shown.sum(1)
        looks = self.attention(rows).float().masked_fill(~shown, -1e9).softmax(1)
        return self.answers(self.drop(torch.cat([mean, (looks * rows).sum(1)], 1)))


def _pair(stored: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    return {"weight": stored[name + ".weight"], "bias": stored[name + ".bias"]}


@dataclass
class Trained:
    """A network with what it takes to use it."""

    network: Network
    pieces: dict[str, int]
    families: list[str]


def pieces_of(stored: dict[str, Any], encoder: Path) -> dict[str, int]:
    """The word pieces of a finished network -> their row in the encoder's table."""
    every = word_pieces(encoder)
    return {piece: every[piece] for piece in stored["pieces"].tobytes().decode().split("\n")}


def averaged(networks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of finished networks that went one way from the same start, in numbers as they are (no bytes)."""
    first = networks[0]
    kept = {name: first[name] for name in ("pieces", "families")}
    names = [name for name in first if name not in kept and not name.endswith("_scale")]
    return kept | {name: np.mean([_numbers(one, name) for one in networks], axis=0) for name in names}


def _numbers(stored: dict[str, Any], name: str) -> NDArray[np.float32]:
    values = np.asarray(stored[name], dtype=np.float32)
    scale = stored.get(f"{name}_scale")
    return values if scale is None else np.asarray(values * scale[:, None], dtype=np.float32)


def take_over(network: Network, stored: dict[str, Any]) -> None:
    """Give a network the weights of a finished one (the arrays that `packed` makes), to train it further."""

    def numbers(name: str) -> Tensor:
        return torch.from_numpy(_numbers(stored, name))

    weights = {
        "positions": numbers("positions"),
        "vectors.weight": numbers("vectors"),
        "norm.weight": numbers("norm")[0],
        "norm.bias": numbers("norm")[1],
        "attention.weight": numbers("attention")[None],
        "answers.weight": numbers("answers"),
        "answers.bias": numbers("answers_bias"),
    }
    for at in range(LAYERS):
        for name in ("mixing", "output", "inner", "outer"):
            weights[f"layers.{at}.{name}.weight"] = numbers(f"{at}.{name}")
            weights[f"layers.{at}.{name}.bias"] = numbers(f"{at}.{name}_bias")
        for name in ("first_norm", "second_norm"):
            weights[f"layers.{at}.{name}.weight"], weights[f"layers.{at}.{name}.bias"] = numbers(
                f"{at}.{name}"
            )
    missing = network.load_state_dict(weights, strict=False).missing_keys
    if set(missing) - {"attention.bias"}:
        raise SystemExit(f"the finished network lacks {missing}")


def _ids(words: Sequence[Word], order: dict[str, int]) -> list[int]:
    found: list[int] = []
    for word in words:
        found += [order[piece] for piece in cut_word(word.text, order)]
        if word.breaks:
            found.append(order["."])
    return [order["[CLS]"], *found[:LONGEST_WINDOW], order["[SEP]"]]


def padded(sequences: Sequence[Sequence[int]], padding: int = 0) -> tuple[Tensor, Tensor]:
    """The sequences as one rectangle, and which of its places are filled."""
    ids = torch.full((len(sequences), max(map(len, sequences))), padding, dtype=torch.long)
    there = torch.zeros_like(ids, dtype=torch.bool)
    for at, sequence in enumerate(sequences):
        ids[at, : len(sequence)] = torch.tensor(sequence)
        there[at, : len(sequence)] = True
    return ids, there


def train(
    lessons_of: Callable[[random.Random], Sequence[Lesson]],
    encoder: Path,
    pieces: dict[str, int],
    families: Sequence[str],
    seed: int = 1,
    *,
    further: dict[str, Any] | None = None,
    epochs: int = EPOCHS,
    rate: float = RATE,
) -> Trained:
    """Train on the lessons of each epoch; the same inputs on the same machine give the same network.

    `further` holds the arrays of a finished network to start from instead of the encoder.
    """
    chance = random.Random(seed)
    torch.manual_seed(seed)
    trained = Trained(Network(encoder, pieces, families), pieces, list(families))
    if further:
        take_over(trained.network, further)
    order = {piece: at for at, piece in enumerate(pieces)}
    learning = [part for part in trained.network.parameters() if part.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=rate, weight_decay=0.01, fused=True)
    step = 0
    for epoch in range(epochs):
        rows = [(_ids(lesson.words, order), lesson) for lesson in lessons_of(chance)]
        steps = epochs * math.ceil(len(rows) / BATCH)
        total = 0.0
        trained.network.train()
        for batch in batches(rows, chance):
            now = rate * min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = now
            loss = loss_of(trained.network, trained.families, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            total += loss.item()
            step += 1
        print(f"epoch {epoch + 1} of {epochs}: loss {total * epochs / steps:.3f}", flush=True)
    return trained


def loss_of(network: nn.Module, families: Sequence[str], batch: Sequence[Row], padding: int = 0) -> Tensor:
    """How far a network's answers to a batch are from those wanted."""
    lessons = [lesson for _, lesson in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        answers = network(*padded([ids for ids, _ in batch], padding))
    answers = answers.float()
    weights = torch.tensor([lesson.weight for lesson in lessons])
    concern = _wanted([lesson.is_concern for lesson in lessons], [lesson.taught for lesson in lessons], 0)
    urgent = _wanted([lesson.is_urgent for lesson in lessons], [lesson.taught for lesson in lessons], 1)
    loss = _binary(answers[:, 0], concern, weights) + URGENT_WEIGHT * _binary(answers[:, 1], urgent, weights)
    at = [place for place, lesson in enumerate(lessons) if lesson.is_concern]
    if at:
        wanted = torch.tensor([families.index(lessons[place].family) for place in at])
        loss = loss + FAMILY_WEIGHT * functional.cross_entropy(answers[at, 2:], wanted) * len(at) / len(
            lessons
        )
    return loss


def _wanted(labels: Sequence[bool], taught: Sequence[tuple[float, float] | None], which: int) -> Tensor:
    """The labels, a little less than sure; where a larger network was asked, mostly what it answered."""
    wanted = torch.tensor(labels, dtype=torch.float32) * (1 - 2 * SMOOTHING) + SMOOTHING
    for at, answers in enumerate(taught):
        if answers is not None:
            told = 1 / (1 + math.exp(-answers[which]))
            wanted[at] = (1 - TAUGHT_SHARE) * wanted[at] + TAUGHT_SHARE * told
    return wanted


def _binary(answers: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    return (functional.binary_cross_entropy_with_logits(answers, wanted, reduction="none") * weights).mean()


def packed(trained: Trained) -> dict[str, Any]:
    """The arrays of `data/concern_network.npz`: a byte a number, with a scale for each row or column."""
    network = trained.network
    arrays: dict[str, Any] = {
        "pieces": np.frombuffer("\n".join(trained.pieces).encode(), np.uint8),
        "families": np.frombuffer("\n".join(trained.families).encode(), np.uint8),
        "positions": network.positions.detach().numpy().astype(np.float16),
        "norm": _norm(network.norm),
        "attention": network.attention.weight.detach().numpy()[0],
        "answers": network.answers.weight.detach().numpy(),
        "answers_bias": network.answers.bias.detach().numpy(),
    }
    arrays |= _bytes("vectors", network.vectors.weight.detach().numpy())
    for at, layer in enumerate(network.layers):
        for name in ("mixing", "output", "inner", "outer"):
            linear = getattr(layer, name)
            arrays |= _bytes(f"{at}.{name}", linear.weight.detach().numpy())
            arrays[f"{at}.{name}_bias"] = linear.bias.detach().numpy()
        arrays[f"{at}.first_norm"], arrays[f"{at}.second_norm"] = (
            _norm(layer.first_norm),
            _norm(layer.second_norm),
        )
    return arrays


def _norm(norm: nn.LayerNorm) -> NDArray[np.float32]:
    return np.stack([norm.weight.detach().numpy(), norm.bias.detach().numpy()])


def _bytes(name: str, values: NDArray[np.float32]) -> dict[str, Any]:
    """Rows as whole numbers from -127 to 127, each row with its scale."""
    scales = np.maximum(np.abs(values).max(axis=1), 1e-9) / 127
    return {
        name: np.round(values / scales[:, None]).astype(np.int8),
        f"{name}_scale": scales.astype(np.float32),
    }
