"""Colors and materials: how a drawing looks in red, or made of wood."""
import cv2
import numpy as np

from .painter import rgb

# English names, Chinese names, pure color, share of the dye's saturation
COLORS = (
    (("red",), ("红色", "红"), "#c93a2c", 1.0),
    (("orange",), ("橙色", "橘色"), "#e2822f", 1.0),
    (("yellow",), ("黄色", "黄"), "#eec33c", 1.0),
    (("green",), ("绿色", "绿"), "#5f9a4c", 1.0),
    (("blue",), ("蓝色", "蓝"), "#3f7db8", 1.0),
    (("purple",), ("紫色", "紫"), "#84589e", 1.0),
    (("pink",), ("粉色", "粉红色"), "#e893a6", 0.95),
    (("black",), ("黑色", "黑"), "#2b2e35", 0.4),
    (("white",), ("白色", "白"), "#fbf7ec", 0.3),
    (("brown",), ("棕色", "褐色"), "#8a5a36", 1.0),
    (("gray", "grey"), ("灰色", "灰"), "#9aa0a2", 0.3),
    (("turquoise", "teal"), ("青色", "蓝绿色"), "#3fa39b", 1.0),
)
# English adjectives, English phrases, Chinese attributes, tones from dark to light, pattern
MATERIALS = (
    (("wooden",), ("made of wood",), ("木头", "木制"), ("#4f3018", "#a06a38", "#e0b77c"), "grain"),
    (("stone",), ("made of stone", "carved in stone"), ("石头", "石雕"), ("#3f4648", "#8a9290", "#d5d8d0"), "speckle"),
    (("golden", "gold"), ("made of gold",), ("金色", "黄金", "金子"), ("#6b4410", "#d9a12c", "#fdeaa5"), "shine"),
    (("silver",), ("made of silver",), ("银色", "银制"), ("#454b55", "#a5adb5", "#f6f7f6"), "shine"),
    (("bronze", "copper"), ("made of bronze",), ("青铜", "铜"), ("#3a2416", "#a8623a", "#efb98a"), "shine"),
    (("glass",), ("made of glass",), ("玻璃",), ("#5f8f9c", "#a9d3d6", "#f4fbf8"), "shine"),
    (("ice",), ("made of ice", "frozen"), ("冰", "冰雕"), ("#5f94b8", "#b5dcec", "#fbfeff"), "facets"),
    (("crystal",), ("made of crystal",), ("水晶",), ("#5a3f86", "#b295d6", "#f5ecfb"), "facets"),
    (("clay",), ("made of clay",), ("黏土", "陶土"), ("#6b331f", "#bf6f4a", "#eab08a"), ""),
    (("jade",), ("made of jade", "carved in jade"), ("翡翠", "玉石"), ("#17493a", "#4f9a76", "#bfe3c6"), "shine"),
    (("marble",), ("made of marble",), ("大理石",), ("#8a8a88", "#d5d2cb", "#fbf9f4"), "veins"),
    (("knitted", "woolen"), ("made of wool", "knitted from wool"), ("毛线", "羊毛"), ("#7a3328", "#cf6f58", "#f2c3a6"), "knit"),
    (("paper", "origami"), ("made of paper", "folded from paper"), ("纸", "折纸"), ("#b8ae9a", "#e9e1cf", "#fffdf6"), "facets"),
    (("porcelain",), ("made of porcelain",), ("瓷器", "青花瓷"), ("#274f8f", "#9fb9d6", "#fbfbf7"), ""),
    (("chocolate",), ("made of chocolate",), ("巧克力做", "巧克力"), ("#2a150c", "#5f3620", "#a5704a"), "shine"),
    (("plush", "fluffy"), ("made of plush",), ("毛绒",), ("#8a6a4a", "#d9b58a", "#f8e8cd"), "fluff"),
)
GRAY_DRAWING = 0.25


def dye(image: np.ndarray, alpha: np.ndarray, color: int) -> np.ndarray:
    """RGB in 0..1 dyed in a color; shading stays, and grays of a colored drawing stay gray."""
    names, _, code, share = COLORS[color]
    value = image.max(-1, keepdims=True)
    saturation = (value - image.min(-1, keepdims=True)) / np.maximum(value, 1e-3)
    weight = alpha[..., None]
    if (saturation * weight).sum() / max(weight.sum(), 1) < GRAY_DRAWING or share < 0.5:
        saturation = np.maximum(saturation, 0.75)
    saturation = np.clip(saturation * 1.25, 0, 1)
    light = image @ np.array((0.3, 0.59, 0.11), np.float32)
    light = np.clip(0.5 + (light - np.median(light[alpha > 0.5])) * 0.9, 0.12, 0.95)[..., None]
    pure = rgb(code)
    tone = np.where(light < 0.5, pure * (0.45 + 1.1 * light), pure + (1 - pure) * (light - 0.5) * 0.9)
    return image * (1 - saturation) + tone * saturation


def _pattern(kind: str, shape: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """Something to add to the lightness, about -0.15..0.15."""
    h, w = shape
    extent = max(shape)  # a pattern is as coarse in a large drawing as in a small one
    ys, xs = np.mgrid[:h, :w].astype(np.float32) * (1.083 / extent)
    noise = cv2.resize(random.standard_normal((max(h * 9 // extent, 2), max(w * 9 // extent, 2))).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    if kind == "grain":
        return 0.13 * np.sin((xs * 60 + noise * 1.6 + ys * 6))
    if kind == "speckle":
        fine = cv2.resize(random.standard_normal((h * 70 // extent + 1, w * 70 // extent + 1)).astype(np.float32), (w, h), interpolation=cv2.INTER_NEAREST)
        return 0.08 * fine
    if kind == "shine":
        return 0.22 * np.clip(np.sin((xs + ys) * 11 + noise * 0.5) - 0.55, 0, 1)
    if kind == "facets":
        coarse = random.uniform(-1, 1, (6, 6)).astype(np.float32)
        tilted = np.clip(((xs * 0.8 + ys * 0.6) * 5.5).astype(int), 0, 5), np.clip(((ys * 0.8 - xs * 0.5 + 0.5) * 4).astype(int), 0, 5)
        return 0.13 * coarse[tilted]
    if kind == "veins":
        return -0.22 * np.clip(1 - np.abs(np.sin(xs * 9 + ys * 7 + noise * 1.8)) * 7, 0, 1)
    if kind == "knit":
        return 0.12 * np.sign(np.sin(xs * 150 + np.abs(np.sin(ys * 75)) * 3.2)) * (np.abs(np.sin(ys * 75)) * 0.6 + 0.4)
    if kind == "fluff":
        return 0.06 * cv2.GaussianBlur(random.standard_normal((h, w)).astype(np.float32), (0, 0), 1.2) * 2.5
    return np.zeros((h, w), np.float32)


def made_of(image: np.ndarray, alpha: np.ndarray, material: int, random: np.random.Generator) -> np.ndarray:
    """RGB in 0..1 as if it were made of a material: its lightness in the material's tones."""
    tones, kind = MATERIALS[material][3:]
    light = image @ np.array((0.3, 0.59, 0.11), np.float32)
    inside = light[alpha > 0.5]
    low, high = np.percentile(inside, (4, 96)) if inside.size else (0, 1)
    light = np.clip((light - low) / max(high - low, 0.15), 0, 1) * 0.8 + 0.1 + _pattern(kind, light.shape, random)
    dark, middle, bright = (rgb(c) for c in tones)
    light = np.clip(light, 0, 1)[..., None]
    return np.where(light < 0.5, dark + (middle - dark) * light * 2, middle + (bright - middle) * (light * 2 - 1)).astype(np.float32)
