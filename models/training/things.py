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
# Only a face. Such drawings are not used where the thing also has whole ones.
FACES = (
    "1f431", "1f436", "1f42f", "1f434", "1f42e", "1f437", "1f42d", "1f430", "1f435", "1f432", "1f98a", "1f43a", "1f981", "1f43b", "1f43b-200d-2744",
    "1f43c", "1f428", "1f438", "1f984", "1f439",
)


def _is_face(file: str) -> bool:
    return any(file == f"{name}{code}" for name in SETS for code in FACES)


def _usable(files: list[str]) -> tuple[str, ...]:
    """The files of a thing without those that show only a face, if there are others."""
    files = [f for f in files if f not in FRAMED]
    return tuple(f for f in files if not _is_face(f)) or tuple(files)


def _read_things() -> tuple[Thing, ...]:
    rows = (RECIPE / "things.tsv").read_text("utf8").splitlines()
    rows = [row.split("\t") for row in rows if row and not row.startswith("#")]
    manifest = SPRITES / "sprites.json"
    files = json.loads(manifest.read_text()) if manifest.exists() else {}
    return tuple(
        Thing(i, kind, tuple(en.split("|")), tuple(zh.split("|")), _usable([f for f, _ in files.get(en.split("|")[0], ())]))
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
    return tuple(groups[v % len(groups)][(v // len(groups) + v % len(groups)) % len(groups[v % len(groups)])] for v in range(count))


@lru_cache(maxsize=6000)
def sprite(file: str) -> np.ndarray:
    """The drawing without its empty margins as [H, W, 4] uint8, colors not multiplied with alpha."""
    image = cv2.cvtColor(cv2.imread(str(SPRITES / f"{file}.png"), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA)
    rows, columns = (np.flatnonzero(image[..., 3].max(axis) > 24) for axis in (1, 0))
    return np.ascontiguousarray(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
