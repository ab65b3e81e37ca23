"""What an image shows, how such a scene is drawn at random, and its rendering."""
from dataclasses import dataclass

import numpy as np

from .colours import COLOURS, dyed_sprite
from .places import PLACES, SIDE, VARIANTS, background
from .things import THINGS

# All sizes and positions are whole cells of the latent (16 pixels), which is what keeps edges sharp.
CELL = 16
BIG, SMALL = 12 * CELL, 7 * CELL
BIG_SPOTS = ((2, 3), (2, 2), (1, 3), (3, 3))
LEFT_SPOTS, RIGHT_SPOTS = ((1, 6), (1, 5)), ((8, 6), (8, 5))
SMALL_SPOTS = ((4, 7), (2, 7), (6, 7))
THREE_SPOTS = ((1, 9), (8, 9), (4, 1))
KINDS = ("big", "small", "pair", "count", "empty")
SHARES = (0.68, 0.07, 0.13, 0.07, 0.05)
DYED = 0.2
SOFT_PLACES = (PLACES.index("pastel"), PLACES.index("white"))


@dataclass(frozen=True)
class Item:
    """A thing at a spot (column, row in cells), in its own colours or in one of COLOURS."""

    thing: int
    size: int
    spot: tuple[int, int]
    colour: int | None = None


@dataclass(frozen=True)
class Scene:
    kind: str
    place: int
    variant: int
    items: tuple[Item, ...]


def held_out(thing: int, place: int, colour: int | None = None) -> bool:
    """Combinations never trained, on which the scores are taken (one in ten)."""
    if colour is not None:
        return (thing * 7 + colour * 3) % 10 == 4
    return (thing * 3 + place * 7) % 10 == 1


def _random_spot(random, spots):
    return spots[int(random.integers(len(spots)))]


def _random_items(kind: str, random: np.random.Generator) -> tuple[Item, ...]:
    thing, other = (int(i) for i in random.choice(len(THINGS), 2, replace=False))
    colour = int(random.integers(len(COLOURS))) if random.uniform() < DYED else None
    if kind == "big":
        return (Item(thing, BIG, _random_spot(random, BIG_SPOTS), colour),)
    if kind == "small":
        return (Item(thing, SMALL, _random_spot(random, SMALL_SPOTS), colour),)
    if kind == "pair":
        row = int(random.integers(2))
        return (Item(thing, SMALL, LEFT_SPOTS[row]), Item(other, SMALL, RIGHT_SPOTS[row]))
    if kind == "count":
        spots = THREE_SPOTS if random.uniform() < 0.5 else (LEFT_SPOTS[0], RIGHT_SPOTS[0])
        return tuple(Item(thing, SMALL, spot) for spot in spots)
    return ()


def random_scene(random: np.random.Generator, trained: bool = True) -> Scene:
    """A scene at random. With `trained`, none of the held-out combinations; else a single big held-out one."""
    while True:
        kind = KINDS[int(random.choice(len(KINDS), p=SHARES))] if trained else "big"
        # A third of the images have a soft ground: it is what a prompt without a place gets.
        place = int(random.choice(SOFT_PLACES)) if random.uniform() < 0.3 else int(random.integers(len(PLACES)))
        items = _random_items(kind, random)
        is_held_out = any(held_out(i.thing, place) or (i.colour is not None and held_out(i.thing, place, i.colour)) for i in items)
        if is_held_out != trained:
            return Scene(kind, place, int(random.integers(VARIANTS)), items)


def render(scene: Scene) -> np.ndarray:
    """The scene's image, [256, 256, 3] uint8."""
    image = background(scene.place, scene.variant)
    if not scene.items:
        return image
    image = image.copy()
    for item in scene.items:
        x, y = item.spot[0] * CELL, item.spot[1] * CELL
        premultiplied, inverse_alpha = dyed_sprite(item.thing, item.size, item.colour)
        window = image[y : y + item.size, x : x + item.size]
        window[:] = (window * inverse_alpha + premultiplied + 0.5).astype(np.uint8)
    assert image.shape == (SIDE, SIDE, 3)
    return image
