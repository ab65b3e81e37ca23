"""More images of two things than were rendered: halves of encoded pairs put together anew.

The left thing lies in columns 1 to 7 of the latent and the right one in 8 to 14, so halves of two scenes with the
same place and row fit; and a left thing copied seven columns on makes two of the same.
"""
import numpy as np
import torch
from torch import Tensor

from .captions import chinese, english
from .scenes import KINDS, LEFT_SPOTS, RIGHT_SPOTS, SMALL, Item, Scene
from .tokenizer import encode

PAIR, COUNT = KINDS.index("pair"), KINDS.index("count")
HALF = 8
TWICE = 0.25  # share of two of the same


class Mixer:
    """Makes new pairs from `data` (see latents.py), at random."""

    def __init__(self, data: dict):
        self.latents, self.labels = data["latents"], data["labels"]
        rows = (self.labels[:, 0] == PAIR).nonzero()[:, 0]
        groups: dict[tuple, list[int]] = {}
        for row in rows.tolist():
            _, place, _, _, _, _, down = self.labels[row].tolist()
            groups.setdefault((place, down), []).append(row)
        self.groups = list(groups.values())
        self.weights = np.array([len(g) for g in self.groups]) / len(rows)

    def _caption(self, labels: list[int], random: np.random.Generator) -> np.ndarray:
        kind, place, first, last = labels[:4]
        items = (Item(first, SMALL, LEFT_SPOTS[0]), Item(last, SMALL, RIGHT_SPOTS[0]))
        scene = Scene(KINDS[kind], place, 0, items)
        return encode((english if random.uniform() < 0.5 else chinese)(scene, random)).astype(np.int64)

    def _compose_pair(self, random: np.random.Generator) -> tuple[Tensor, list[int], np.ndarray]:
        group = self.groups[int(random.choice(len(self.groups), p=self.weights))]
        left, right = (group[int(i)] for i in random.integers(len(group), size=2))
        latent, labels = self.latents[right].clone(), self.labels[left].tolist()
        latent[:, :, :HALF] = self.latents[left][:, :, :HALF]
        if random.uniform() < TWICE:
            latent[:, :, HALF : HALF + 7] = self.latents[left][:, :, 1:HALF]
            labels[0], labels[3] = COUNT, labels[2]
        else:
            labels[3] = int(self.labels[right, 3])
        return latent, labels, self._caption(labels, random)

    def draw(self, size: int, seed: tuple[int, ...]) -> tuple[Tensor, Tensor, Tensor]:
        """(latents [B,4,16,16], labels [B,7], token ids [B,32])."""
        random = np.random.default_rng(seed)
        latents, labels, ids = zip(*(self._compose_pair(random) for _ in range(size)))
        return torch.stack(latents), torch.tensor(labels), torch.from_numpy(np.stack(ids))
