"""Ten colours, and how a drawing is dyed in one of them."""
from functools import lru_cache

import numpy as np

from .things import sprite

# name, Chinese names, pure colour, share of the dye's saturation
COLOURS = (
    ("red", ("红色", "红"), (0.95, 0.10, 0.12), 1.0),
    ("orange", ("橙色", "橘色"), (1.00, 0.50, 0.05), 1.0),
    ("yellow", ("黄色", "黄"), (1.00, 0.86, 0.10), 1.0),
    ("green", ("绿色", "绿"), (0.15, 0.75, 0.20), 1.0),
    ("blue", ("蓝色", "蓝"), (0.10, 0.40, 0.95), 1.0),
    ("purple", ("紫色", "紫"), (0.55, 0.15, 0.85), 1.0),
    ("pink", ("粉色", "粉红色"), (1.00, 0.45, 0.72), 0.9),
    ("black", ("黑色", "黑"), (0.22, 0.22, 0.26), 0.25),
    ("white", ("白色", "白"), (1.00, 0.98, 0.95), 0.15),
    ("gold", ("金色", "金"), (1.00, 0.74, 0.12), 1.0),
)
COLOUR_NAMES = tuple(c[0] for c in COLOURS)
GREY_DRAWING = 0.28  # mean saturation below which a drawing has no colour of its own to replace


def dye(rgb: np.ndarray, alpha: np.ndarray, colour: int) -> np.ndarray:
    """`rgb` [H,W,3] in 0..1 dyed in a colour; shading stays, and greys of a coloured drawing stay grey."""
    name, _, pure, share = COLOURS[colour]
    value = rgb.max(-1, keepdims=True)
    saturation = (value - rgb.min(-1, keepdims=True)) / np.maximum(value, 1e-3)
    weight = alpha[..., None]
    if (saturation * weight).sum() / max(weight.sum(), 1) < GREY_DRAWING:
        saturation = np.maximum(saturation, 0.7)
    if name == "black":
        value = 0.08 + 0.42 * value**1.5
    elif name == "white":
        value = 0.62 + 0.38 * value
    elif name == "gold":
        saturation = np.maximum(saturation, 0.75)
        value = 0.35 + 0.65 * value
    saturation = np.clip(saturation * 1.15, 0, 1) * share
    pure = np.asarray(pure, np.float32)
    if name == "black":
        pure = np.ones(3, np.float32)
    return np.clip(value * (1 - saturation + saturation * pure), 0, 1)


@lru_cache(maxsize=6000)
def dyed_sprite(thing: int, size: int, colour: int | None) -> tuple[np.ndarray, np.ndarray]:
    """(colours times alpha [S,S,3], 1 - alpha [S,S,1]), float32 in 0..255 and 0..1."""
    image = sprite(thing, size)
    rgb, alpha = image[..., :3], image[..., 3]
    if colour is not None:
        rgb = dye(rgb, alpha, colour)
    return rgb * alpha[..., None] * 255, 1 - alpha[..., None]
