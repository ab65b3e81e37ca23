"""The styles: what becomes of a painted scene, and how its finish is laid on (see finish.py)."""
from dataclasses import dataclass, field

import cv2
import numpy as np

from .painter import mix, rgb

PAPER = rgb("#f5ecd8")
WARM = np.array((1.0, 0.968, 0.9), np.float32)
LUMA = np.array((0.3, 0.59, 0.11), np.float32)
# The finish's parameters, each 0..1; see finish.py.
FINISH = ("rough", "pool", "wash", "grain", "strokes", "halftone", "pixel", "glow")


@dataclass(frozen=True)
class Look:
    """A style: its words, and its finish by the names of FINISH."""

    name: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]
    finish: dict = field(default_factory=dict)

    def strengths(self) -> np.ndarray:
        return np.array([self.finish.get(k, 0.0) for k in FINISH], np.float32)


LOOKS = (
    Look("gouache", ("gouache", "a gouache painting", "gouache illustration"), ("水粉画", "水粉"), dict(rough=0.8, pool=0.7, wash=0.8, grain=0.6)),
    Look("watercolor", ("watercolor", "a watercolor painting", "watercolour"), ("水彩画", "水彩"), dict(rough=0.9, pool=1.0, wash=1.0, grain=0.4)),
    Look("ink", ("ink", "ink on paper", "ink drawing", "ink wash", "sumi-e"), ("水墨画", "水墨", "墨水画"), dict(rough=1.0, pool=0.5, wash=0.6, grain=0.5)),
    Look("paper cut", ("paper cut", "cut paper", "papercut", "paper collage"), ("剪纸", "纸艺", "剪纸风格"), dict(rough=0.25, wash=0.25, grain=0.7)),
    Look("pixel art", ("pixel art", "8-bit", "pixel style"), ("像素画", "像素风", "像素艺术"), dict(pixel=1.0)),
    Look("risograph", ("risograph", "riso print", "screen print"), ("孔版印刷", "丝网印刷", "版画印刷"), dict(rough=0.35, wash=0.3, grain=1.0, halftone=1.0)),
    Look("neon", ("neon", "neon lights", "glowing neon", "cyberpunk"), ("霓虹", "霓虹灯", "赛博朋克"), dict(glow=1.0, grain=0.15)),
    Look("flat", ("flat illustration", "vector art", "flat design"), ("扁平插画", "矢量图", "扁平风格"), {}),
    Look("crayon", ("crayon", "crayon drawing", "pastel chalk"), ("蜡笔画", "蜡笔", "粉笔画"), dict(rough=0.9, wash=0.5, grain=1.0, strokes=1.0)),
    Look("linocut", ("linocut", "woodcut", "block print"), ("木刻", "版画", "木版画"), dict(rough=0.55, grain=0.6)),
    Look("blueprint", ("blueprint", "technical drawing"), ("蓝图", "工程图"), dict(rough=0.2, grain=0.4)),
    Look("stained glass", ("stained glass",), ("彩色玻璃", "彩绘玻璃"), dict(glow=0.25, wash=0.4)),
)
LOOK_NAMES = tuple(look.name for look in LOOKS)
DEFAULT = 0


# The inks of the house. A drawing's own colors are drawn toward the nearest of them.
INKS = np.stack([rgb(code) for code in (
    "#2a2f35", "#4a5358", "#8a9290", "#c9c6bc", "#f6efe2", "#c23a1e", "#8f2f24", "#e0643a", "#e8924a", "#f0bd55", "#f6dca0", "#7a4a2a",
    "#a5713f", "#d3a26a", "#efcfa5", "#4f7f4a", "#2f5540", "#8fae62", "#c3cf8f", "#274f66", "#3f7f9a", "#86b5c0", "#c5dcdc", "#33456b",
    "#6f6a9c", "#a98fc0", "#8f4a6b", "#d97f92", "#f0bfc0", "#3f8f86", "#8d5a3c", "#6b4028", "#b87d52", "#4f3226",
)])


def mute(image: np.ndarray, share: float = 0.6) -> np.ndarray:
    """RGB in 0..1 in the house's inks: less glaring, warm whites, no pure black. `share` is how far toward the nearest ink."""
    light = image @ LUMA
    muted = mix(image, light[..., None], 0.12)
    ink = np.array((0.115, 0.125, 0.15), np.float32)
    muted = np.clip((ink + (1 - ink) * muted) * WARM, 0, 1)
    if not share:
        return muted
    # Lightness counts less than hue, so that a drawing keeps its shading.
    weights = np.array(((0.6, 0.6, 0.6), (1.3, -1.3, 0), (0.7, 0.7, -1.4)), np.float32) / 1.5
    coordinates, inks = muted.reshape(-1, 3) @ weights.T, INKS @ weights.T
    distances = (coordinates**2).sum(1, keepdims=True) - 2 * coordinates @ inks.T + (inks**2).sum(1)
    nearest = INKS[distances.argmin(1)].reshape(muted.shape)
    return mix(muted, nearest, share)


def _edges(image: np.ndarray, width: float) -> np.ndarray:
    """[H, W] in 0..1: lines where colors meet."""
    side = image.shape[0]
    calm = cv2.medianBlur((np.clip(image, 0, 1) * 255).astype(np.uint8), 5).astype(np.float32) / 255
    kernel = np.ones((3, 3), np.uint8)
    gradient = (cv2.dilate(calm, kernel) - cv2.erode(calm, kernel)).max(-1)
    line = np.clip((gradient - 0.1) * 5, 0, 1)
    return np.clip(cv2.GaussianBlur(cv2.dilate(line, np.ones((max(int(width * side / 256), 1),) * 2)), (0, 0), 0.6), 0, 1)


def _frame(side: int, random: np.random.Generator, margin: float) -> np.ndarray:
    """[H, W, 1]: 1 on the painted area, 0 on the bare paper around it, with an uneven border."""
    ys, xs = np.mgrid[:side, :side].astype(np.float32) / side
    noise = cv2.resize(random.standard_normal((7, 7)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(random.standard_normal((24, 24)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    distance = np.minimum(np.minimum(xs, 1 - xs), np.minimum(ys, 1 - ys))
    return np.clip((distance - margin - 0.01 * noise - 0.006 * fine) * 45, 0, 1)[..., None]


def _watercolor(image, random):
    light = image @ LUMA
    thin = 1 - (1 - image) * (0.62 + 0.25 * (1 - light[..., None]))
    thin = mix(thin, thin.mean(-1, keepdims=True), -0.22)
    margin = float(random.uniform(0.02, 0.07))
    return _on_paper(np.clip(thin, 0, 1), _frame(len(image), random, margin))


def _on_paper(image, share):
    return PAPER + (image * np.array((1, 0.985, 0.95), np.float32) - PAPER) * share


def _normalized_light(image: np.ndarray, paper_at: float = 62) -> np.ndarray:
    """[H, W] in 0..1; the ground of a light scene becomes bare paper."""
    light = image @ LUMA
    low, high = np.percentile(light, (2, paper_at if np.median(light) > 0.45 else 97))
    return np.clip((light - low) / max(high - low, 0.2), 0, 1)


def _ink(image, random):
    light = _normalized_light(image)
    steps = np.round(light * 4) / 4
    tone = 0.1 + 0.9 * (0.35 * light + 0.65 * steps) ** 0.85
    ink = rgb(("#20242c", "#1f2f4f", "#2c2620")[int(random.choice(3, p=(0.6, 0.2, 0.2)))])
    tone = tone * (1 - 0.85 * _edges(image, 1.3))
    drawing = ink + (PAPER - ink) * tone[..., None]
    red = np.clip((image[..., 0] - image[..., 1:].max(-1) - 0.3) * 6, 0, 1)[..., None] * 0.85
    drawing = drawing + (rgb("#b8402c") * (0.5 + 0.5 * tone[..., None]) - drawing) * red * (random.uniform() < 0.5)
    return _on_paper(drawing, _frame(len(image), random, 0.03)) if random.uniform() < 0.4 else drawing


def _pixel(image, random):
    saturated = np.clip(mix(image, image.mean(-1, keepdims=True), -0.35), 0, 1)
    return np.round(saturated * 5) / 5


RISO_INKS = (("#2f5fa8", "#f0566a"), ("#1f7f78", "#f2793f"), ("#3a3f8f", "#f2b233"), ("#27505f", "#e8503a"), ("#5f4f9a", "#f28fa6"))


def _riso(image, random):
    cool, warm = (rgb(c) for c in RISO_INKS[int(random.integers(len(RISO_INKS)))])
    shift = [int(v) for v in random.integers(-2, 3, 2)]
    image = cv2.medianBlur((image * 255).astype(np.uint8), 5).astype(np.float32) / 255
    first = np.round(np.clip((1 - image[..., 0]) * 1.25 - 0.1, 0, 1) * 3) / 3
    second = np.round(np.clip((1 - (image[..., 1] * 0.5 + image[..., 2] * 0.5)) * 1.25 - 0.15, 0, 1) * 3) / 3
    second = np.roll(second, shift, (0, 1))
    paper = rgb("#f6efdf")
    return paper * (1 - first[..., None] * (1 - cool)) * (1 - second[..., None] * (1 - warm))


def _neon(image, random):
    lines = _edges(image, 1.6)
    hue = image / np.maximum(image.max(-1, keepdims=True), 1e-3)
    hue = np.clip((hue - hue.min(-1, keepdims=True) * 0.85) * 1.3, 0, 1)
    gray = (hue.max(-1, keepdims=True) - hue.min(-1, keepdims=True)) < 0.35
    accent = rgb(("#3fe0e8", "#f24fc0", "#8f6fff", "#f7e05f")[int(random.integers(4))])
    hue = np.where(gray, accent, hue)
    hue = cv2.dilate(hue, np.ones((3, 3), np.uint8))
    ground = rgb(("#0b0e1f", "#120a22", "#08161f")[int(random.integers(3))])
    return np.clip(ground + image * 0.24 * np.array((0.8, 0.7, 1.2), np.float32) + hue * lines[..., None] * 0.95, 0, 1)


def _flat(image, random):
    return np.clip(mix(image, image.mean(-1, keepdims=True), -0.12) * 1.03, 0, 1)


def _crayon(image, random):
    waxy = np.clip(mix(image, image.mean(-1, keepdims=True), -0.2), 0, 1)
    return waxy + (PAPER - waxy) * 0.08


def _linocut(image, random):
    side = len(image)
    ys, xs = np.mgrid[:side, :side].astype(np.float32) * (256 / side)
    light = _normalized_light(image, 50)
    hatch = 0.46 + 0.22 * np.sin(ys * 0.5 + 1.6 * np.sin(xs * 0.02 + float(random.uniform(0, 6))))
    bare = np.clip((light - hatch) * 7 + 0.5, 0, 1)
    bare = np.clip(bare - _edges(image, 1.4), 0, 1)
    ink = rgb(("#23262c", "#1f3f5f", "#7f2f24", "#2f4f3a")[int(random.integers(4))])
    return ink + (rgb("#f3e9d3") - ink) * bare[..., None]


def _blueprint(image, random):
    side = len(image)
    ground = np.full((side, side, 3), rgb("#2a5288"), np.float32) * (0.96 + 0.1 * (image @ LUMA))[..., None]
    step = side // 16
    ground[::step] += 0.05
    ground[:, ::step] += 0.05
    return ground + (rgb("#eef3f4") - ground) * (_edges(image, 1.2) * 0.92)[..., None]


def _stained_glass(image, random):
    side = len(image)
    count = 44
    sites = random.uniform(0, 1, (count, 2)).astype(np.float32)
    small = side // 2
    ys, xs = np.mgrid[:small, :small].astype(np.float32) / small
    distance = np.stack([(xs - x) ** 2 + (ys - y) ** 2 for x, y in sites])
    cell = cv2.resize(distance.argmin(0).astype(np.float32), (side, side), interpolation=cv2.INTER_NEAREST)
    borders = np.zeros((side, side), np.float32)
    borders[1:, 1:] = (cell[1:, 1:] != cell[:-1, 1:]) | (cell[1:, 1:] != cell[1:, :-1])
    lead = np.clip(np.maximum(cv2.dilate(borders, np.ones((2, 2))) * 0.9, _edges(image, 2)), 0, 1)[..., None]
    tone = (0.9 + 0.2 * ((cell * 0.618) % 1))[..., None]
    glass = np.clip(mix(image, image.mean(-1, keepdims=True), -0.6) * tone, 0, 1)
    return glass * (1 - lead) + rgb("#1d1f24") * lead


STYLISTS = {
    "watercolor": _watercolor, "ink": _ink, "pixel art": _pixel, "risograph": _riso, "neon": _neon, "flat": _flat, "crayon": _crayon,
    "linocut": _linocut, "blueprint": _blueprint, "stained glass": _stained_glass,
}


def apply_look(image: np.ndarray, look: int, random: np.random.Generator) -> np.ndarray:
    """The painted image [H, W, 3] in 0..1 in a style, before its finish."""
    stylist = STYLISTS.get(LOOKS[look].name)
    image = np.clip(image, 0, 1).astype(np.float32)
    return np.clip(stylist(image, random), 0, 1) if stylist else image
