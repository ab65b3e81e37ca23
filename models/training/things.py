"""The things the model can draw: names in two languages, and their drawings."""
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from .paths import RECIPE, SPRITES

RENDERED = 1024
MARGIN = RENDERED // 32  # one unit of the drawing, empty in nearly all of them


@dataclass(frozen=True)
class Thing:
    """One drawing. `english` and `chinese` hold the words people use for it, the commonest first."""

    index: int
    drawing: str
    kind: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]


def _read_things() -> tuple[Thing, ...]:
    rows = (RECIPE / "things.tsv").read_text("utf8").splitlines()
    rows = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return tuple(
        Thing(i, drawing, kind, tuple(en.split("|")), tuple(zh.split("|")))
        for i, (drawing, kind, en, zh) in enumerate(rows)
    )


THINGS = _read_things()


@lru_cache(maxsize=None)
def sprite(index: int, size: int) -> np.ndarray:
    """The drawing as [size, size, 4] float32 in 0..1, colours not multiplied with alpha."""
    image = Image.open(SPRITES / f"{THINGS[index].drawing}.png").convert("RGBA")
    image = image.crop((MARGIN, MARGIN, RENDERED - MARGIN, RENDERED - MARGIN))
    # Pillow resamples RGBA with premultiplied colours, so no dark fringe appears.
    image = image.resize((size, size), Image.LANCZOS)
    return np.asarray(image, np.float32) / 255
