"""The larger network that teaches the one that ships: all-mpnet-base-v2, its upper half trained on the texts.

It understands more than the network that ships, and takes ten times the memory and time, so it answers a set of
lessons once and is left behind. Used by `train_screening_teacher.py` only; needs torch.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from screening_lessons import Lesson, batches
from screening_network import WARM_UP, loss_of, padded
from screening_training import word_pieces
from torch import Tensor, nn
from torch.nn import functional

from moderation.screening.concern_network import LONGEST_WINDOW, cut_word
from moderation.screening.words import Word

SIZE, HEADS, INNER, LAYERS = 768, 12, 3072, 12
FROZEN = 6
"""Layers left as they are: training all twelve takes half as long again."""
RATE, HEAD_RATE, HEAD_RATE_FURTHER = 5e-5, 1e-3, 2e-4
BUCKETS, FARTHEST = 32, 128
"""How the encoder tells distances between words apart (its published settings)."""
_BEGIN, _PADDING, _END = 0, 1, 2
_FIRST_POSITION = 2
_READ_AT_ONCE = 64


def distances(length: int) -> Tensor:
    """For each pair of places the bucket of their distance: near ones exactly, far ones roughly."""
    places = torch.arange(length)
    apart = places[:, None] - places[None, :]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = torch.log(apart.abs().clamp(min=1).float() / exact) / math.log(FARTHEST / exact) * (half - exact)
    within = torch.where(apart.abs() < exact, apart.abs(), (exact + far.long()).clamp(max=half - 1))
    return within + (apart < 0).long() * half


class _Layer(nn.Module):
    def __init__(self, stored: dict[str, Tensor], name: str) -> None:
        super().__init__()
        parts = [f"{name}attention.attn.{part}" for part in "qkv"]
        self.mixing = nn.Linear(SIZE, 3 * SIZE)
        self.mixing.load_state_dict(
            {kind: torch.cat([stored[f"{part}.{kind}"] for part in parts]) for kind in ("weight", "bias")}
        )
        self.output = _linear(stored, f"{name}attention.attn.o")
        self.first_norm = _norm(stored, f"{name}attention.LayerNorm")
        self.inner, self.outer = (
            _linear(stored, f"{name}intermediate.dense"),
            _linear(stored, f"{name}output.dense"),
        )
        self.second_norm = _norm(stored, f"{name}output.LayerNorm")
        self.drop = nn.Dropout(0.1)

    def forward(self, rows: Tensor, bias: Tensor) -> Tensor:
        texts, length, _ = rows.shape
        query, key, value = (
            self.mixing(rows).view(texts, length, 3, HEADS, SIZE // HEADS).permute(2, 0, 3, 1, 4)
        )
        looks = (query @ key.transpose(-1, -2) * (SIZE // HEADS) ** -0.5 + bias).softmax(-1)
        seen = self.output((looks @ value).transpose(1, 2).reshape(texts, length, SIZE))
        rows = self.first_norm(rows + self.drop(seen))
        return self.second_norm(rows + self.drop(self.outer(functional.gelu(self.inner(rows)))))


class Teacher(nn.Module):
    """The encoder, a mean and a weighted mean of its rows, and the answers, in the order of the smaller network."""

    def __init__(self, encoder: Path, families: Sequence[str]) -> None:
        super().__init__()
        found = load_file(str(encoder / "model.safetensors"))
        stored = {name.removeprefix("mpnet."): value.float() for name, value in found.items()}
        self.families = list(families)
        self.pieces = word_pieces(encoder)
        self.vectors = nn.Embedding.from_pretrained(stored["embeddings.word_embeddings.weight"], freeze=True)
        self.positions: Tensor
        self.relative: Tensor
        places = stored["embeddings.position_embeddings.weight"]
        self.register_buffer("positions", places[_FIRST_POSITION : _FIRST_POSITION + LONGEST_WINDOW + 2])
        self.register_buffer("relative", stored["encoder.relative_attention_bias.weight"])
        self.norm = _norm(stored, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(_Layer(stored, f"encoder.layer.{at}.") for at in range(LAYERS))
        self.attention = nn.Linear(SIZE, 1)
        self.answers = nn.Linear(2 * SIZE, 2 + len(families))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, there: Tensor) -> Tensor:
        bias = self.relative[distances(ids.shape[1])].permute(2, 0, 1)[None]
        bias = (bias + torch.where(there, 0.0, -1e4)[:, None, None, :]).to(torch.bfloat16)
        with torch.no_grad():
            rows = self.norm(self.vectors(ids) + self.positions[: ids.shape[1]])
            for layer in self.layers[:FROZEN]:
                rows = layer(rows, bias)
        for layer in self.layers[FROZEN:]:
            rows = layer(rows, bias)
        rows, shown = rows.float(), there[:, :, None]
        mean = (rows * shown).sum(1) / shown.sum(1)
        looks = self.attention(rows).float().masked_fill(~shown, -1e9).softmax(1)
        return self.answers(self.drop(torch.cat([mean, (looks * rows).sum(1)], 1)))

    def ids(self, words: Sequence[Word]) -> list[int]:
        """The numbers of the pieces of a run of words, between the encoder's two ends."""
        found: list[int] = []
        for word in words:
            found += [self.pieces[piece] for piece in cut_word(word.text, self.pieces)]
            if word.breaks:
                found.append(self.pieces["."])
        return [_BEGIN, *found[:LONGEST_WINDOW], _END]


def _linear(stored: dict[str, Tensor], name: str) -> nn.Linear:
    outward, inward = stored[f"{name}.weight"].shape
    linear = nn.Linear(inward, outward)
    linear.load_state_dict({"weight": stored[f"{name}.weight"], "bias": stored[f"{name}.bias"]})
    return linear


def _norm(stored: dict[str, Tensor], name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(SIZE, eps=1e-5)
    norm.load_state_dict({"weight": stored[f"{name}.weight"], "bias": stored[f"{name}.bias"]})
    return norm


def train(teacher: Teacher, lessons: Sequence[Lesson], seed: int, *, further: bool = False) -> None:
    """Train the upper layers and the answers on these lessons, once each: seen once, none is known by heart."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    upper = list(teacher.layers[FROZEN:].parameters())
    heads = [*teacher.attention.parameters(), *teacher.answers.parameters()]
    head_rate = HEAD_RATE_FURTHER if further else HEAD_RATE
    groups = [{"params": upper, "highest": RATE}, {"params": heads, "highest": head_rate}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01, fused=True)
    found = batches([(teacher.ids(lesson.words), lesson) for lesson in lessons], chance)
    teacher.train()
    for step, batch in enumerate(found):
        share = min(1.0, (step + 1) / (WARM_UP * len(found))) * max(0.02, 1 - step / len(found))
        for group in optimizer.param_groups:
            group["lr"] = group["highest"] * share
        loss = loss_of(teacher, teacher.families, batch, _PADDING)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*upper, *heads], 1.0)
        optimizer.step()
        if step % 50 == 0:
            print(f"step {step} of {len(found)}: loss {loss.item():.3f}", flush=True)


def taught(teacher: Teacher, lessons: Sequence[Lesson]) -> Iterator[Lesson]:
    """The same lessons, shortest first, with what the teacher answers."""
    rows = sorted(((teacher.ids(lesson.words), lesson) for lesson in lessons), key=lambda row: len(row[0]))
    teacher.eval()
    for start in range(0, len(rows), _READ_AT_ONCE):
        part = rows[start : start + _READ_AT_ONCE]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            answers = teacher(*padded([ids for ids, _ in part], _PADDING)).float()
        for (_, lesson), (concern, urgent) in zip(part, answers[:, :2].tolist(), strict=True):
            yield replace(lesson, taught=(round(concern, 3), round(urgent, 3)))
