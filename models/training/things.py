"""The things the model can draw: names in two languages, and their drawings."""
import json
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from .paths import RECIPE, SPRITES


@dataclass(frozen=True)
class Thing:
    """`english` and `chinese` hold the words people use for it, the commonest first; `drawings` the files of its sprites."""

    index: int
    kind: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]
    drawings: tuple[str, ...]


SETS = ("twemoji-", "fluent-emoji-flat-", "noto-", "own-")
FRAMED = ("twemoji-1f5fd",)  # drawn as a picture on a square


def _read_things() -> tuple[Thing, ...]:
    rows = (RECIPE / "things.tsv").read_text("utf8").splitlines()
    rows = [row.split("\t") for row in rows if row and not row.startswith("#")]
    manifest = SPRITES / "sprites.json"
    files = json.loads(manifest.read_text()) if manifest.exists() else {}
    return tuple(
        Thing(i, kind, tuple(en.split("|")), tuple(zh.split("|")), tuple(f for f, _ in files.get(en.split("|")[0], ()) if f not in FRAMED))
        for i, (_, kind, en, zh) in enumerate(rows)
    )


THINGS = _read_things()
BY_NAME = {t.english[0]: t.index for t in THINGS}
KINDS = tuple(dict.fromkeys(t.kind for t in THINGS))


def variants(thing: Thing, count: int) -> tuple[int, ...]:
    """Indices of `count` drawings that differ most: of different sets and poses, repeated where there are fewer."""
    by_set: dict[str, list[int]] = {}
    for i, file in enumerate(thing.drawings):
        by_set.setdefault(next((s for s in SETS if file.startswith(s)), ""), []).append(i)
    groups = list(by_set.values())
    return tuple(groups[v % len(groups)][(v // len(groups) + v) % len(groups[v % len(groups)])] for v in range(count))


@lru_cache(maxsize=6000)
def sprite(file: str) -> np.ndarray:
    """The drawing without its empty margins as [H, W, 4] uint8, colors not multiplied with alpha."""
    image = cv2.cvtColor(cv2.imread(str(SPRITES / f"{file}.png"), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA)
    rows, columns = (np.flatnonzero(image[..., 3].max(axis) > 24) for axis in (1, 0))
    return np.ascontiguousarray(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
