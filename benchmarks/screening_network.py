"""Trains the concern network: the lower layers of a sentence encoder, trained further on the labelled texts.

Used by `train_screening_network.py` only, and the one part of the project that needs torch (not installed with
it). Nothing here runs in the product, which reads the finished weights with numpy.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from screening_training import Labelled, by_ear, plain_words, with_typos
from torch import Tensor, nn
from torch.nn import functional

from moderation.screening.concern_network import LONGEST_WINDOW, cut_word
from moderation.screening.words import Word

LAYERS = 4
SIZE, HEADS, INNER = 384, 12, 1536
EPOCHS, BATCH, RATE = 5, 48, 1.5e-4
WARM_UP = 0.1
OUTSIDE_EACH_EPOCH = 1200
OUTSIDE_WEIGHT = 0.5
URGENT_WEIGHT, FAMILY_WEIGHT = 1.0, 0.3
SMOOTHING = 0.02
FREQUENT_PIECES = 14_000
"""The encoder's word list is ordered by how common words are; rarer ones are kept when a text has them."""
SPELLING_CHANCE, BURIED_CHANCE, UNPUNCTUATED_CHANCE, DROPPED_CHANCE = 0.4, 0.3, 0.15, 0.1
NEIGHBOUR_WORDS = 25


def chosen_pieces(encoder: Path, texts: Sequence[Sequence[Word]]) -> dict[str, int]:
    """Word pieces the network keeps -> their row in the encoder's table."""
    listed = (encoder / "vocab.txt").read_text("utf-8").splitlines()
    every = {piece: at for at, piece in enumerate(listed)}
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
    """The encoder's first layers, a mean and a weighted mean of its rows, and the answers."""

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
    every = {piece: at for at, piece in enumerate((encoder / "vocab.txt").read_text("utf-8").splitlines())}
    return {piece: every[piece] for piece in stored["pieces"].tobytes().decode().split("\n")}


def take_over(network: Network, stored: dict[str, Any]) -> None:
    """Give a network the weights of a finished one (the arrays that `packed` makes), to train it further."""

    def numbers(name: str) -> Tensor:
        values = stored[name].astype(np.float32)
        if f"{name}_scale" in stored:
            values = values * stored[f"{name}_scale"][:, None]
        return torch.from_numpy(values)

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


def _padded(sequences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    ids = torch.zeros(len(sequences), max(map(len, sequences)), dtype=torch.long)
    there = torch.zeros_like(ids, dtype=torch.bool)
    for at, sequence in enumerate(sequences):
        ids[at, : len(sequence)] = torch.tensor(sequence)
        there[at, : len(sequence)] = True
    return ids, there


class _Variants:
    """Each text as another hand might have sent it: mistyped, without full stops, amid ordinary sentences."""

    def __init__(self, ordinary: Sequence[Sequence[Word]], chance: random.Random) -> None:
        self.ordinary = ordinary
        self.chance = chance

    def of(self, item: Labelled) -> list[Word]:
        chance, text = self.chance, item.text
        if chance.random() < SPELLING_CHANCE:
            spelling = chance.choice((with_typos, by_ear))
            text = spelling(text, chance.choice((0.1, 0.2, 0.35)), chance.randrange(10**6))
        words = plain_words(text)
        if chance.random() < UNPUNCTUATED_CHANCE:
            words = [Word(word.text, 0, 0) for word in words]
        if chance.random() < DROPPED_CHANCE:
            words = [word for word in words if chance.random() > 0.08]
        return self._buried(words) if chance.random() < BURIED_CHANCE else words

    def _buried(self, words: list[Word]) -> list[Word]:
        before = (
            _ended(self.chance.choice(self.ordinary)[-NEIGHBOUR_WORDS:]) if self.chance.random() < 0.7 else []
        )
        after = (
            self.chance.choice(self.ordinary)[:NEIGHBOUR_WORDS]
            if self.chance.random() < 0.5 or not before
            else []
        )
        return [*before, *_ended(words[:60]), *after]


def _ended(words: Sequence[Word]) -> list[Word]:
    return [*words[:-1], Word(words[-1].text, 0, 0, breaks=True)] if words else []


def train(
    texts: Sequence[Labelled],
    outside: Sequence[Labelled],
    encoder: Path,
    pieces: dict[str, int],
    seed: int = 1,
    *,
    further: dict[str, Any] | None = None,
    epochs: int = EPOCHS,
    rate: float = RATE,
) -> Trained:
    """Train on all of these texts; the same inputs on the same machine give the same network.

    `further` holds the arrays of a finished network to start from instead of the encoder.
    """
    chance = random.Random(seed)
    torch.manual_seed(seed)
    families = sorted({item.family for item in texts if item.is_concern})
    trained = Trained(Network(encoder, pieces, families), pieces, families)
    if further:
        take_over(trained.network, further)
    order = {piece: at for at, piece in enumerate(pieces)}
    benign = [plain_words(item.text) for item in [*texts, *outside[:2000]] if not item.is_concern]
    variants = _Variants([words for words in benign if words], chance)
    learning = [part for part in trained.network.parameters() if part.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=rate, weight_decay=0.01, fused=True)
    an_epoch = math.ceil((len(texts) + min(OUTSIDE_EACH_EPOCH, len(outside))) / BATCH)
    step, steps = 0, epochs * an_epoch
    for epoch in range(epochs):
        chosen = [*texts, *chance.sample(list(outside), min(OUTSIDE_EACH_EPOCH, len(outside)))]
        chance.shuffle(chosen)
        rows = [(_ids(variants.of(item), order), item) for item in chosen]
        total = 0.0
        trained.network.train()
        for batch in _batches(rows, chance):
            now = rate * min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = now
            loss = _loss(trained, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            total += loss.item()
            step += 1
        print(f"epoch {epoch + 1} of {epochs}: loss {total / an_epoch:.3f}", flush=True)
    return trained


def _batches(
    rows: list[tuple[list[int], Labelled]], chance: random.Random
) -> list[list[tuple[list[int], Labelled]]]:
    """Batches of texts of like length, in random order."""
    found = []
    for start in range(0, len(rows), BATCH * 16):
        part = sorted(rows[start : start + BATCH * 16], key=lambda row: len(row[0]))
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    chance.shuffle(found)
    return found


def _loss(trained: Trained, batch: Sequence[tuple[list[int], Labelled]]) -> Tensor:
    items = [item for _, item in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        answers = trained.network(*_padded([ids for ids, _ in batch]))
    answers = answers.float()
    weights = torch.tensor([1.0 if item.hand else OUTSIDE_WEIGHT for item in items])
    concern = torch.tensor([float(item.is_concern) for item in items])
    urgent = torch.tensor([float(item.severity == "urgent") for item in items])
    loss = _binary(answers[:, 0], concern, weights) + URGENT_WEIGHT * _binary(answers[:, 1], urgent, weights)
    at = [place for place, item in enumerate(items) if item.is_concern]
    if at:
        wanted = torch.tensor([trained.families.index(items[place].family) for place in at])
        loss = loss + FAMILY_WEIGHT * functional.cross_entropy(answers[at, 2:], wanted) * len(at) / len(items)
    return loss


def _binary(answers: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    smoothed = wanted * (1 - 2 * SMOOTHING) + SMOOTHING
    return (functional.binary_cross_entropy_with_logits(answers, smoothed, reduction="none") * weights).mean()


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
