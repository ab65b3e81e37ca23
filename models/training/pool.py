"""A pool of rendered scenes on disk that keeps renewing itself while a network trains on it.

One file of images, one of looks. Training adds a new scene now and then; once the pool is full, new scenes replace old ones,
so a long run sees many more scenes than fit.
"""
from pathlib import Path

import numpy as np

from .paths import work
from .scenes import SIDE, random_scene, render


class ScenePool:
    """`capacity` scenes; opened by path, so every process can have its own view of the same files."""

    def __init__(self, name: str, capacity: int, side: int = SIDE):
        self.capacity, self.side = capacity, side
        self.images = self._open(work(f"{name}-images.u8"), (capacity, side, side, 3), np.uint8)
        self.looks = self._open(work(f"{name}-looks.u8"), (capacity,), np.uint8)
        self.count = self._open(work(f"{name}-count.i8"), (1,), np.int64)

    @staticmethod
    def _open(file: Path, shape: tuple, kind) -> np.memmap:
        return np.memmap(file, kind, "r+" if file.exists() else "w+", shape=shape)

    @property
    def filled(self) -> int:
        return min(int(self.count[0]), self.capacity)

    def add(self, random: np.random.Generator, trained: bool = True):
        """Renders one more scene into the next place."""
        scene = random_scene(random, trained)
        place = int(self.count[0]) % self.capacity
        self.images[place] = render(scene, self.side)
        self.looks[place] = scene.look
        self.count[0] += 1

    def fill(self, least: int, seed: int):
        """Renders scenes until there are at least so many."""
        random = np.random.default_rng(seed + int(self.count[0]))
        while self.filled < least:
            self.add(random, trained=self.filled % 10 != 0)
