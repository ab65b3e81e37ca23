"""The places, each painted in code from a few big quiet shapes that fall differently every time.

A place returns its `Stage`: where things may stand on the ground, whether they may float or fly, and how it is lit.
"""
from dataclasses import dataclass

import numpy as np

from .moods import grass, leaf, paint_cloud, paint_sky
from .painter import Painter, mix, rgb


@dataclass(frozen=True)
class Stage:
    """Heights (0..1) at which a thing's foot may be. `ground` on land, `water` afloat, `air` for the middle of flying things."""

    ground: tuple[float, float] = (0.72, 0.9)
    water: tuple[float, float] | None = None
    air: tuple[float, float] = (0.22, 0.5)
    shadow: float = 0.3  # strength of the shadow under a thing on the ground


PLAIN = {
    "red": "#c2442e", "orange": "#dd8a45", "yellow": "#ecc964", "green": "#7fa06a", "blue": "#5f8fb0",
    "purple": "#8a719f", "pink": "#e3a9ad", "white": "#f7f2e6", "black": "#25282e", "gray": "#a9aba4",
}
QUIET = ("#f1d9b8", "#d5dfd2", "#cfdde4", "#eccfc2", "#e6dfcf", "#d9d2e0", "#f2e3bd", "#c9d6cd")
STONE, DARK_STONE, WOOD, DARK_WOOD = rgb("#98a09c"), rgb("#5c6668"), rgb("#a5713f"), rgb("#6b4526")
SAND, SNOW, CREAM, INK = rgb("#e6cc97"), rgb("#f3f2ea"), rgb("#f6efe2"), rgb("#2a2f35")
SEA, DEEP, FOAM = rgb("#5c8fa0"), rgb("#274f66"), rgb("#f3ead6")
LAMP = rgb("#ffe29a")
ROOFS = ("#b8482f", "#8f3d2f", "#5f6f78", "#a8693f", "#3f5f6f")
WALLS = ("#f3e6cf", "#e3c9a8", "#d9b8a0", "#cfd6cf", "#e8d9b0", "#c9b2a0")


# Parts of places

def far_hills(p: Painter, horizon: float, codes=("#7f9f9a", "#6f8f86"), amplitude: float = 0.06):
    for i, code in enumerate(codes):
        p.fill(p.ridge(horizon - 0.05 + 0.04 * i, amplitude), rgb(code), depth=0.85 - 0.3 * i)


def fir(p: Painter, x: float, foot: float, height: float, color, depth: float = 0.0):
    p.box(x - height * 0.03, foot - height * 0.14, height * 0.06, height * 0.14, DARK_WOOD, depth)
    layers = 3
    for i in range(layers):
        top, half = foot - height + i * height * 0.24, height * (0.14 + 0.07 * i)
        p.fill(p.polygon([(x, top), (x + half, top + height * 0.42), (x - half, top + height * 0.42)]), mix(color, (0, 0, 0), 0.06 * (layers - i)), depth)
    if p.season == "winter":
        p.fill(p.polygon([(x, foot - height), (x + height * 0.09, foot - height * 0.76), (x - height * 0.09, foot - height * 0.76)]), SNOW, depth)


def round_tree(p: Painter, x: float, foot: float, height: float, color, depth: float = 0.0):
    p.fill(p.polygon([(x - height * 0.05, foot), (x - height * 0.02, foot - height * 0.6), (x + height * 0.02, foot - height * 0.6), (x + height * 0.05, foot)]), DARK_WOOD, depth)
    p.fill(p.blob(x, foot - height * 0.68, height * 0.3, height * 0.33), color, depth)
    p.fill(p.blob(x - height * 0.09, foot - height * 0.76, height * 0.15, height * 0.14), mix(color, (1, 1, 0.85), 0.2), depth)


def palm(p: Painter, x: float, foot: float, height: float, depth: float = 0.0):
    lean = p.between(-0.12, 0.12)
    top = (x + lean, foot - height)
    p.line([(x, foot), (x + lean * 0.35, foot - height * 0.5), top], height * 0.06, WOOD, depth)
    for angle in np.linspace(-2.9, 0.2, 7) + p.between(-0.1, 0.1):
        end = (top[0] + np.cos(angle) * height * 0.38, top[1] + np.sin(angle) * height * 0.16 + height * 0.1)
        p.line([top, ((top[0] + end[0]) / 2, min(top[1], end[1]) - height * 0.05), end], height * 0.05, leaf(p) if p.season != "winter" else rgb("#5f8f4e"), depth)


def trees(p: Painter, count: int, foot: tuple[float, float], height: tuple[float, float], kind=fir, depth: float = 0.0, gap: bool = True):
    """A row of trees, the middle mostly left open for what stands there."""
    for i in range(count):
        x = p.between(-0.02, 1.02)
        if gap and 0.3 < x < 0.7 and p.chance(0.8):
            x = p.pick((p.between(-0.02, 0.28), p.between(0.72, 1.02)))
        kind(p, x, p.between(*foot), p.between(*height), leaf(p) if kind is round_tree else fir_color(p), depth)


def fir_color(p: Painter):
    return rgb(p.pick(("#3f6b52", "#35604a", "#4f7a58"))) if p.season != "winter" else rgb(p.pick(("#5f7f7a", "#4f706f")))


def lawn(p: Painter, y: float, amplitude: float = 0.03, color=None):
    color = grass(p) if color is None else color
    p.fill(p.ridge(y, amplitude), (mix(color, (1, 1, 0.9), 0.08), mix(color, (0.1, 0.2, 0.15), 0.22)))


def water(p: Painter, top: float, shallow=SEA, deep=DEEP, waves: int = 16, bottom: float = 1.02, amplitude: float = 0.004):
    line = [(x, top + amplitude * v) for x, v in zip(np.linspace(-0.02, 1.02, 33), p.curve(33))]
    p.fill(p.polygon([*line, (1.02, bottom), (-0.02, bottom)]), (shallow, deep))
    for _ in range(waves):
        t = p.between(0, 1)
        y, w, x = top + 0.02 + t * t * (bottom - top - 0.04), 0.02 + 0.07 * t, p.between(-0.05, 1)
        p.line([(x, y), (x + w / 2, y - 0.004 - 0.006 * t), (x + w, y)], 0.003 + 0.004 * t, FOAM, alpha=0.3)


def house(p: Painter, x: float, foot: float, w: float, h: float, depth: float = 0.0, flat: bool = False):
    wall, roof = rgb(p.pick(WALLS)), rgb(p.pick(ROOFS))
    p.box(x, foot - h, w, h, wall, depth)
    if not flat:
        p.fill(p.polygon([(x - w * 0.1, foot - h), (x + w / 2, foot - h - w * p.between(0.35, 0.6)), (x + w * 1.1, foot - h)]), SNOW if p.season == "winter" else roof, depth)
    lit = p.light.lamp
    columns = max(int(w / 0.075), 1)
    for row in range(max(int(h / 0.1), 1)):
        for column in range(columns):
            on = lit and p.chance(0.65)
            size = min(w / columns * 0.4, 0.035)
            p.box(x + w * (column + 0.5) / columns - size / 2, foot - h + 0.03 + row * 0.1, size, size * 1.25, LAMP if on else rgb("#5f7480"), depth, 0.0 if on else 1.0)


def row_of_houses(p: Painter, foot: float, height: tuple[float, float], depth: float = 0.0, flat: bool = False, width=(0.12, 0.22)):
    x = -0.05
    while x < 1.02:
        w = p.between(*width)
        house(p, x, foot, w * 0.97, p.between(*height), depth, flat)
        x += w


def rocks(p: Painter, count: int, y: tuple[float, float], size=(0.03, 0.09), color=DARK_STONE):
    for _ in range(count):
        x, foot, r = p.pick((p.between(-0.02, 0.3), p.between(0.7, 1.02))), p.between(*y), p.between(*size)
        p.fill(p.blob(x, foot, r, r * 0.65, 0.25), mix(color, STONE, p.between(0, 0.5)))


def flowers(p: Painter, count: int, y: tuple[float, float]):
    for code in ("#d9584a", "#f3e3c0", "#e9b44f", "#c97f9f"):
        p.dots(count // 4, rgb(code), (0.005, 0.012), y)


def blades(p: Painter, count: int, y: tuple[float, float], color, height=(0.04, 0.1)):
    for _ in range(count):
        x, foot, h = p.between(0, 1), p.between(*y), p.between(*height)
        p.line([(x, foot), (x + p.between(-0.02, 0.02), foot - h)], 0.005, color)


def wall_and_floor(p: Painter, wall, floor, y: float, skirting=CREAM):
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (mix(wall, (1, 1, 1), 0.06), wall), strength=0.55)
    p.fill(p.polygon([(0, y), (1, y), (1, 1), (0, 1)]), (floor, mix(floor, (0, 0, 0), 0.2)), strength=0.55)
    p.box(0, y - 0.02, 1, 0.022, skirting, strength=0.55)


def view(p: Painter, x: float, y: float, w: float, h: float):
    """A window with the sky in it."""
    p.box(x - 0.015, y - 0.015, w + 0.03, h + 0.03, CREAM, strength=0.5)
    p.fill(p.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)]), (p.light.sky[0], p.light.sky[2]), raw=True)
    p.box(x + w / 2 - 0.006, y, 0.012, h, CREAM, strength=0.5)
    p.box(x, y + h / 2 - 0.006, w, 0.012, CREAM, strength=0.5)


# Places. Each takes the painter, the time of day and the weather.

def soft(p, time, weather):
    ground = rgb(p.pick(QUIET))
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (mix(ground, (1, 1, 1), 0.12), ground), strength=0.4)
    y = p.between(0.7, 0.78)
    if p.chance(0.7):
        p.fill(p.ridge(y, 0.008), mix(ground, (0.2, 0.12, 0.05), p.between(0.08, 0.2)), strength=0.4)
    return Stage((0.8, 0.9))


def plain(p, name):
    ground = rgb(PLAIN[name])
    ground = np.clip(ground + p.random.uniform(-0.03, 0.03, 3), 0, 1)
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (mix(ground, (1, 1, 1), 0.05), ground), raw=True)
    return Stage((0.78, 0.9), shadow=0.22)


def meadow(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    far_hills(p, 0.56)
    lawn(p, p.between(0.6, 0.66))
    lawn(p, p.between(0.74, 0.8))
    blades(p, 26, (0.8, 1.0), mix(grass(p), (0.1, 0.25, 0.12), 0.4))
    return Stage((0.76, 0.92))


def hills(p, time, weather):
    paint_sky(p, time, weather, 0.55)
    for i in range(4):
        color = mix(grass(p), rgb("#3f6a6a"), 0.55 - 0.16 * i)
        p.fill(p.ridge(0.46 + 0.12 * i, 0.07), color, depth=0.8 - 0.24 * i)
    return Stage((0.8, 0.92))


def flower_field(p, time, weather):
    paint_sky(p, time, weather, 0.5)
    far_hills(p, 0.5)
    lawn(p, 0.55, 0.02)
    for i, code in enumerate(("#c97f9f", "#d9584a", "#e9b44f", "#a98fc0")):
        p.dots(60, rgb(code), (0.004 + 0.002 * i, 0.008 + 0.004 * i), (0.58 + 0.09 * i, 0.72 + 0.09 * i))
    return Stage((0.74, 0.92))


def wheat_field(p, time, weather):
    paint_sky(p, time, weather, 0.56)
    far_hills(p, 0.56)
    p.fill(p.ridge(0.58, 0.015), (rgb("#e2bd62"), rgb("#c08f3f")))
    blades(p, 90, (0.66, 1.05), rgb("#a97a30"), (0.06, 0.12))
    return Stage((0.76, 0.92))


def farm(p, time, weather):
    paint_sky(p, time, weather, 0.58)
    far_hills(p, 0.56)
    lawn(p, 0.6)
    x = p.pick((p.between(0.02, 0.14), p.between(0.66, 0.76)))
    p.box(x, 0.5, 0.2, 0.16, rgb("#a8412f"), 0.15)
    p.fill(p.polygon([(x - 0.02, 0.5), (x + 0.03, 0.43), (x + 0.1, 0.39), (x + 0.17, 0.43), (x + 0.22, 0.5)]), rgb("#4a4f52"), 0.15)
    p.box(x + 0.07, 0.56, 0.06, 0.1, CREAM, 0.15)
    for i in range(9):
        p.box(i * 0.125, 0.68, 0.012, 0.07, CREAM)
    p.box(0, 0.695, 1, 0.01, CREAM)
    return Stage((0.8, 0.92))


def garden(p, time, weather):
    paint_sky(p, time, weather, 0.5)
    for x in np.arange(-0.05, 1.1, 0.13):
        p.fill(p.blob(x, 0.58, 0.1, 0.1), mix(leaf(p), rgb("#35604a"), 0.35), 0.25)
    lawn(p, 0.62, 0.01)
    for x in (p.between(0.02, 0.22), p.between(0.76, 0.96)):
        p.fill(p.blob(x, 0.76, 0.13, 0.1), leaf(p))
        for _ in range(9):
            p.fill(p.disc(x + p.between(-0.1, 0.1), 0.75 + p.between(-0.06, 0.06), 0.014), rgb(p.pick(("#d9584a", "#f3e3c0", "#e9b44f", "#c97f9f"))))
    return Stage((0.78, 0.92))


def park(p, time, weather):
    paint_sky(p, time, weather, 0.56)
    trees(p, 6, (0.6, 0.64), (0.28, 0.4), round_tree, 0.4)
    lawn(p, 0.62, 0.015)
    p.fill(p.polygon([(0.44, 0.63), (0.54, 0.63), (0.8, 1.02), (0.24, 1.02)]), rgb("#d9c49a"))
    trees(p, 2, (0.72, 0.78), (0.42, 0.56), round_tree)
    return Stage((0.78, 0.92))


def forest(p, time, weather):
    paint_sky(p, time, weather, 0.7)
    trees(p, 9, (0.6, 0.66), (0.3, 0.5), round_tree, 0.65, False)
    lawn(p, 0.64, 0.02, mix(grass(p), rgb("#35604a"), 0.4))
    trees(p, 6, (0.7, 0.8), (0.5, 0.75), round_tree)
    return Stage((0.78, 0.92))


def pine_forest(p, time, weather):
    paint_sky(p, time, weather, 0.68)
    trees(p, 12, (0.62, 0.68), (0.3, 0.5), fir, 0.7, False)
    lawn(p, 0.66, 0.02, mix(grass(p), rgb("#2f4f45"), 0.45))
    trees(p, 7, (0.72, 0.82), (0.5, 0.85), fir)
    return Stage((0.78, 0.92))


def jungle(p, time, weather):
    paint_sky(p, time, weather, 0.7)
    p.fill(p.ridge(0.42, 0.12), rgb("#5f8f6f"), 0.6)
    p.fill(p.ridge(0.6, 0.05), (rgb("#4f7f4f"), rgb("#2f5540")))
    for _ in range(3):
        palm(p, p.pick((p.between(0.0, 0.25), p.between(0.75, 1.0))), p.between(0.72, 0.82), p.between(0.5, 0.7))
    for _ in range(16):
        x, y = p.pick((p.between(-0.05, 0.25), p.between(0.75, 1.05))), p.between(0.7, 1.02)
        a = p.between(-2.6, -0.5)
        end = (x + 0.2 * np.cos(a), y + 0.2 * np.sin(a))
        p.line([(x, y), end], 0.035, rgb(p.pick(("#3f7a4a", "#2f6045", "#5f9a58"))))
    return Stage((0.8, 0.93))


def bamboo_grove(p, time, weather):
    paint_sky(p, time, weather, 0.8)
    for depth, count in ((0.7, 9), (0.3, 8), (0.0, 6)):
        for _ in range(count):
            x = p.between(0, 1) if depth else p.pick((p.between(0, 0.26), p.between(0.74, 1.0)))
            lean, w = p.between(-0.03, 0.03), 0.014 + 0.014 * (1 - depth)
            color = rgb(p.pick(("#6f9a58", "#86ab62", "#547f4f")))
            p.line([(x, 0.9), (x + lean, -0.02)], w, color, depth)
            for t in (0.2, 0.45, 0.7):
                p.line([(x + lean * t - w / 2, 0.9 - 0.92 * t), (x + lean * t + w / 2, 0.9 - 0.92 * t)], 0.006, rgb("#3f6a45"), depth)
    lawn(p, 0.84, 0.02, rgb("#7f9a5a"))
    return Stage((0.86, 0.94))


def mountains(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    for depth, code in ((0.75, "#7f97a3"), (0.35, "#5f7f8c")):
        for _ in range(2):
            x, top, half = p.between(0.05, 0.95), p.between(0.2, 0.4), p.between(0.28, 0.42)
            peak = [(x, top), (x + half, 0.72), (x - half, 0.72)]
            p.fill(p.polygon(peak), rgb(code), depth)
            p.fill(p.polygon([(x, top), (x + half, 0.72), (x + half * 0.1, 0.72)]), mix(rgb(code), (0.1, 0.15, 0.2), 0.28), depth)
            k = 0.3
            p.fill(p.polygon([(x, top), (x + half * k, top + (0.72 - top) * k), (x + half * k * 0.3, top + (0.72 - top) * k * 0.75), (x - half * k * 0.2, top + (0.72 - top) * k * 1.1), (x - half * k, top + (0.72 - top) * k)]), SNOW, depth * 0.6)
    lawn(p, 0.66, 0.03)
    trees(p, 4, (0.7, 0.76), (0.14, 0.22), fir, 0.1)
    return Stage((0.78, 0.92))


def snow(p, time, weather):
    p.season = "winter"
    paint_sky(p, time, weather, 0.6)
    far_hills(p, 0.56, ("#a9bac4", "#c3d0d6"))
    trees(p, 5, (0.62, 0.68), (0.2, 0.34), fir, 0.35)
    p.fill(p.ridge(0.64, 0.03), (SNOW, rgb("#d9e2e6")))
    p.fill(p.ridge(0.8, 0.03), (rgb("#fbfaf4"), rgb("#dfe6e8")))
    return Stage((0.78, 0.92), shadow=0.2)


def canyon(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    for depth, code in ((0.6, "#c98a62"), (0.2, "#b86a42")):
        for side in (0, 1):
            w, top = p.between(0.22, 0.4) - 0.08 * (depth > 0.4), p.between(0.24, 0.42)
            xs = [(0, top), (w * 0.8, top), (w * 0.86, 0.5), (w, 0.52), (w * 1.1, 0.8), (0, 0.8)]
            points = [(x if side == 0 else 1 - x, y) for x, y in xs]
            p.fill(p.polygon(points), rgb(code), depth)
            for y in np.arange(top + 0.06, 0.76, 0.09):
                p.line([(points[0][0], y), (w * 0.8 if side == 0 else 1 - w * 0.8, y)], 0.008, mix(rgb(code), (0.4, 0.15, 0.1), 0.35), depth, 0.7)
    p.fill(p.ridge(0.74, 0.02), (rgb("#dba36a"), rgb("#a8693f")))
    return Stage((0.8, 0.92))


def desert(p, time, weather):
    paint_sky(p, time, weather, 0.56)
    for i, code in enumerate(("#e6c08a", "#d9a868", "#c8914f")):
        p.fill(p.ridge(0.56 + 0.1 * i, 0.05, 0.15), rgb(code), 0.6 - 0.28 * i)
    return Stage((0.78, 0.92))


def oasis(p, time, weather):
    desert(p, time, weather)
    p.fill(p.blob(p.between(0.35, 0.65), 0.78, 0.34, 0.06, 0.05), (rgb("#7fb3b3"), rgb("#4f8a92")))
    for x in (p.between(0.05, 0.2), p.between(0.8, 0.95)):
        palm(p, x, 0.77, p.between(0.34, 0.46))
    return Stage((0.84, 0.94), water=(0.78, 0.82))


def savanna(p, time, weather):
    paint_sky(p, time, weather, 0.62)
    p.fill(p.ridge(0.6, 0.01), rgb("#b99a5f"), 0.5)
    x = p.pick((p.between(0.1, 0.28), p.between(0.72, 0.9)))
    p.line([(x, 0.7), (x + 0.01, 0.52)], 0.022, DARK_WOOD, 0.15)
    p.fill(p.blob(x, 0.47, 0.2, 0.055, 0.2), rgb("#6f7f45"), 0.15)
    p.fill(p.ridge(0.66, 0.01), (rgb("#d9b562"), rgb("#b0843f")))
    blades(p, 40, (0.74, 1.02), rgb("#9a7a38"))
    return Stage((0.76, 0.92))


def beach(p, time, weather):
    paint_sky(p, time, weather, 0.5)
    water(p, 0.48, rgb("#7fb0b3"), rgb("#4f8f9a"), 10, 0.75)
    line = [(x, 0.7 + 0.012 * v) for x, v in zip(np.linspace(-0.02, 1.02, 33), p.curve(33, 0.2))]
    p.fill(p.polygon([*[(x, y - 0.015) for x, y in line], (1.02, 1.05), (-0.02, 1.05)]), FOAM)
    p.fill(p.polygon([*line, (1.02, 1.05), (-0.02, 1.05)]), (SAND, mix(SAND, WOOD, 0.3)))
    if p.chance(0.4):
        palm(p, p.pick((p.between(0.02, 0.14), p.between(0.86, 0.98))), 0.8, p.between(0.4, 0.6))
    return Stage((0.8, 0.93), water=(0.58, 0.68))


def sea(p, time, weather):
    horizon = p.between(0.48, 0.58)
    paint_sky(p, time, weather, horizon)
    if p.chance(0.5):
        far_hills(p, horizon + 0.02, ("#6f8f9a",), 0.04)
    water(p, horizon, waves=26)
    return Stage((0.76, 0.88), water=(0.7, 0.86), shadow=0.15)


def harbor(p, time, weather):
    paint_sky(p, time, weather, 0.5)
    row_of_houses(p, 0.56, (0.1, 0.2), 0.35)
    p.box(0, 0.55, 1, 0.03, STONE, 0.2)
    water(p, 0.58, waves=14, bottom=0.88)
    p.box(0, 0.84, 1, 0.2, rgb("#8f6f4a"))
    for y in (0.89, 0.95):
        p.box(0, y, 1, 0.006, DARK_WOOD)
    for x in (p.between(0.04, 0.2), p.between(0.8, 0.96)):
        p.box(x, 0.76, 0.035, 0.12, DARK_WOOD)
    return Stage((0.9, 0.96), water=(0.68, 0.8))


def cliff(p, time, weather):
    paint_sky(p, time, weather, 0.56)
    water(p, 0.56, waves=18)
    left = p.chance(0.5)
    points = [(-0.02, 0.62), (0.2, 0.6 + p.between(-0.02, 0.02)), (0.62, 0.64), (0.72, 0.72), (0.76, 1.02), (-0.02, 1.02)]
    points = points if left else [(1 - x, y) for x, y in points]
    p.fill(p.polygon(points), (rgb("#4a5358"), rgb("#23292e")))
    p.fill(p.polygon([(x, y - 0.03 if y < 0.7 else y - 0.01) for x, y in points[:4]] + [(x, y + 0.03) for x, y in points[3::-1]]), grass(p))
    for _ in range(4):
        x, y = p.between(0.1, 0.9), p.between(0.12, 0.35)
        p.line([(x - 0.02, y - 0.008), (x, y), (x + 0.02, y - 0.008)], 0.005, INK)
    return Stage((0.65, 0.7), water=(0.74, 0.86), shadow=0.15)


def lake(p, time, weather):
    paint_sky(p, time, weather, 0.48)
    far_hills(p, 0.46, ("#8fa8ad", "#5f8078"), 0.08)
    trees(p, 8, (0.54, 0.57), (0.1, 0.2), fir, 0.35, False)
    water(p, 0.56, rgb("#9ab8b5"), rgb("#46727c"), 14, 0.9)
    lawn(p, 0.86, 0.02)
    blades(p, 24, (0.92, 1.02), mix(grass(p), rgb("#35604a"), 0.5), (0.06, 0.16))
    return Stage((0.9, 0.96), water=(0.68, 0.82))


def river(p, time, weather):
    paint_sky(p, time, weather, 0.5)
    far_hills(p, 0.5)
    lawn(p, 0.54, 0.02)
    bend = p.between(-0.1, 0.1)
    left = [(0.47, 0.55), (0.38 + bend, 0.66), (0.5 + bend, 0.78), (0.3, 1.02)]
    right = [(0.52, 0.55), (0.5 + bend, 0.66), (0.72 + bend, 0.78), (0.78, 1.02)]
    p.fill(p.polygon([*left, *right[::-1]]), (rgb("#a9c6c3"), rgb("#5f8f9a")))
    trees(p, 4, (0.58, 0.72), (0.18, 0.32), round_tree, 0.1)
    return Stage((0.8, 0.93), water=(0.78, 0.92))


def pond(p, time, weather):
    garden_sky = p.between(0.4, 0.5)
    paint_sky(p, time, weather, garden_sky)
    p.fill(p.ridge(garden_sky, 0.03), mix(leaf(p), rgb("#35604a"), 0.4), 0.35)
    water(p, garden_sky + 0.08, rgb("#a9c3b0"), rgb("#4f7f72"), 8)
    for _ in range(7):
        p.fill(p.disc(p.between(0, 1), p.between(0.66, 0.98), p.between(0.04, 0.08), p.between(0.012, 0.024)), rgb("#5f8f58"))
    for _ in range(3):
        x, y = p.pick((p.between(0, 0.3), p.between(0.7, 1))), p.between(0.66, 0.95)
        p.fill(p.disc(x, y, 0.025, 0.02), rgb("#e3a9ad"))
    blades(p, 16, (0.9, 1.05), rgb("#3f6a4a"), (0.12, 0.3))
    return Stage((0.78, 0.9), water=(0.7, 0.88), shadow=0.12)


def swamp(p, time, weather):
    paint_sky(p, time, weather, 0.55)
    for _ in range(7):
        x = p.between(0, 1)
        p.line([(x, 0.7), (x + p.between(-0.03, 0.03), 0.1)], p.between(0.012, 0.03), rgb("#5a5f4a"), 0.4)
    p.fill(p.ridge(0.6, 0.02), rgb("#6f7a4f"), 0.3)
    water(p, 0.66, rgb("#8a9468"), rgb("#3f4f40"), 8)
    blades(p, 30, (0.8, 1.05), rgb("#4f6038"), (0.1, 0.25))
    return Stage((0.78, 0.9), water=(0.74, 0.88), shadow=0.15)


def waterfall(p, time, weather):
    paint_sky(p, time, weather, 0.4)
    p.fill(p.ridge(0.26, 0.03), (rgb("#7f8a86"), rgb("#4f5c5f")))
    x = p.pick((p.between(0.14, 0.3), p.between(0.7, 0.86)))
    p.fill(p.polygon([(x - 0.07, 0.27), (x + 0.07, 0.27), (x + 0.1, 0.74), (x - 0.1, 0.74)]), (rgb("#dbeaea"), rgb("#a9cfd6")))
    for d in (-0.04, 0.0, 0.045):
        p.line([(x + d, 0.28), (x + d * 1.3, 0.72)], 0.01, SNOW)
    for side in (p.between(0, 0.1), p.between(0.9, 1.0), 0.5):
        p.fill(p.blob(side, 0.27, 0.12, 0.06), leaf(p))
    water(p, 0.74, rgb("#8fc0c3"), rgb("#3f7480"), 8)
    p.fill(p.blob(x, 0.75, 0.15, 0.025), FOAM)
    rocks(p, 5, (0.8, 0.98))
    return Stage((0.84, 0.93), water=(0.82, 0.92), shadow=0.15)


def island(p, time, weather):
    paint_sky(p, time, weather, 0.5)
    water(p, 0.5, rgb("#6fb0b3"), rgb("#2f7484"), 20)
    p.fill(p.blob(0.5, 0.84, 0.42, 0.13, 0.05), FOAM)
    p.fill(p.blob(0.5, 0.84, 0.4, 0.115, 0.05), SAND)
    palm(p, p.pick((p.between(0.18, 0.28), p.between(0.72, 0.82))), 0.8, p.between(0.36, 0.5))
    return Stage((0.82, 0.88), water=(0.64, 0.7))


def underwater(p, time, weather):
    top, bottom = rgb(p.pick(("#4f9aa8", "#5fa8a5", "#3f86a0"))), rgb("#123f52")
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (top, bottom), strength=0.6)
    for _ in range(3):
        x = p.between(0, 0.9)
        p.fill(p.polygon([(x, 0), (x + 0.12, 0), (x - 0.06, 0.8), (x - 0.2, 0.8)]), rgb("#9fd0cf"), strength=0.6, alpha=0.14)
    p.fill(p.ridge(0.84, 0.02), (rgb("#c9b285"), rgb("#8f7a55")), strength=0.7)
    for _ in range(7):
        x, foot = p.pick((p.between(0, 0.28), p.between(0.72, 1))), p.between(0.86, 1)
        points = [(x + 0.018 * np.sin(i * 1.3 + x * 9), foot - i * 0.05) for i in range(int(p.between(4, 8)))]
        p.line(points, 0.018, rgb(p.pick(("#3f7a62", "#5f9a6a", "#c8644f", "#d98a5f"))), strength=0.7)
    p.dots(12, rgb("#cfe6e2"), (0.005, 0.014), (0.1, 0.8), 0.4)
    return Stage((0.86, 0.93), air=(0.34, 0.62), water=(0.6, 0.75))


def arctic(p, time, weather):
    p.season = "winter"
    paint_sky(p, time, weather, 0.5)
    for _ in range(3):
        x, h = p.between(0.05, 0.95), p.between(0.1, 0.24)
        p.fill(p.polygon([(x - h * 0.8, 0.58), (x - h * 0.3, 0.58 - h), (x + h * 0.1, 0.58 - h * 0.75), (x + h * 0.5, 0.58 - h * 0.95), (x + h, 0.58)]), rgb("#dfeaee"), 0.3)
        p.fill(p.polygon([(x + h * 0.1, 0.58 - h * 0.75), (x + h * 0.5, 0.58 - h * 0.95), (x + h, 0.58), (x + h * 0.2, 0.58)]), rgb("#b0cbd6"), 0.3)
    water(p, 0.57, rgb("#7fa9bb"), rgb("#33607a"), 12)
    p.fill(p.ridge(0.78, 0.02), (rgb("#f7f7f1"), rgb("#d3e0e6")))
    return Stage((0.84, 0.93), water=(0.68, 0.76), shadow=0.18)


def volcano_land(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    x = p.pick((p.between(0.2, 0.34), p.between(0.66, 0.8)))
    for i in range(4):
        p.fill(p.blob(x + p.between(-0.05, 0.09) * i, 0.2 - 0.05 * i, 0.06 + 0.03 * i, 0.05 + 0.015 * i), rgb("#8a8580"), 0.4, alpha=0.9)
    p.fill(p.polygon([(x - 0.07, 0.26), (x + 0.07, 0.26), (x + 0.42, 0.74), (x - 0.42, 0.74)]), rgb("#5a4a4a"), 0.25)
    p.fill(p.polygon([(x - 0.06, 0.26), (x + 0.06, 0.26), (x + 0.1, 0.42), (x + 0.03, 0.36), (x - 0.02, 0.52), (x - 0.06, 0.36)]), rgb("#e0633a"), strength=0.2)
    p.fill(p.ridge(0.7, 0.03), (rgb("#4a3f40"), rgb("#2a2528")))
    p.line([(x - 0.02, 0.5), (x + 0.05, 0.66), (0.5, 0.78), (0.4, 1.02)], 0.03, rgb("#e8823f"), strength=0.1)
    return Stage((0.8, 0.92))


def cave(p, time, weather):
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (rgb("#3f3a3d"), rgb("#5a5050")), strength=0.5)
    x = p.between(0.4, 0.6)
    p.fill(p.blob(x, 0.42, 0.36, 0.34, 0.1), rgb("#7f756c"), strength=0.5)
    p.fill(p.blob(x, 0.44, 0.24, 0.26, 0.1), (p.light.sky[1], p.light.sky[2]), raw=True)
    p.fill(p.ridge(0.7, 0.02), (rgb("#6f645c"), rgb("#37302f")), strength=0.6)
    for _ in range(7):
        x, w, h = p.between(0, 1), p.between(0.02, 0.05), p.between(0.06, 0.2)
        p.fill(p.polygon([(x - w, -0.01), (x + w, -0.01), (x, h)]), rgb("#332e31"), strength=0.6)
    for _ in range(4):
        x, h = p.pick((p.between(0, 0.25), p.between(0.75, 1))), p.between(0.06, 0.14)
        p.fill(p.polygon([(x - 0.03, 0.84), (x, 0.84 - h), (x + 0.03, 0.84)]), rgb(p.pick(("#8fc0c3", "#a98fc0", "#5a504e"))), strength=0.4)
    return Stage((0.8, 0.92))


def city(p, time, weather):
    paint_sky(p, time, weather, 0.7)
    row_of_houses(p, 0.74, (0.3, 0.56), 0.65, True, (0.09, 0.16))
    row_of_houses(p, 0.78, (0.18, 0.42), 0.15, True, (0.14, 0.24))
    p.box(0, 0.77, 1, 0.25, rgb("#8f8f8c"))
    p.box(0, 0.77, 1, 0.035, rgb("#c3beb2"))
    for i in range(5):
        p.box(0.05 + i * 0.22, 0.9, 0.1, 0.012, CREAM)
    return Stage((0.82, 0.94))


def street(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    row_of_houses(p, 0.76, (0.3, 0.48), 0.0)
    p.box(0, 0.75, 1, 0.27, rgb("#9a938a"))
    p.box(0, 0.75, 1, 0.04, rgb("#c9bfae"))
    for x in (p.between(0.06, 0.2), p.between(0.8, 0.94)):
        p.line([(x, 0.8), (x, 0.44)], 0.012, INK)
        p.fill(p.disc(x, 0.43, 0.022), LAMP if p.light.lamp else CREAM, strength=0.0)
        if p.light.lamp:
            p.glow(x, 0.43, 0.2, LAMP, 0.5)
    return Stage((0.82, 0.94))


def village(p, time, weather):
    paint_sky(p, time, weather, 0.56)
    far_hills(p, 0.54)
    lawn(p, 0.58)
    for _ in range(5):
        house(p, p.between(-0.02, 0.86), p.between(0.6, 0.7), p.between(0.12, 0.18), p.between(0.08, 0.12), 0.2)
    lawn(p, 0.74, 0.02)
    return Stage((0.8, 0.92))


def ruins(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    far_hills(p, 0.58)
    lawn(p, 0.64, 0.02)
    for x in (0.08, 0.24, 0.76, 0.9):
        x, top = x + p.between(-0.03, 0.03), p.between(0.24, 0.48)
        p.box(x - 0.035, top, 0.07, 0.78 - top, rgb("#d9cfb8"))
        p.box(x + 0.008, top, 0.027, 0.78 - top, rgb("#b5aa94"))
        p.box(x - 0.05, 0.76, 0.1, 0.03, rgb("#c9bfa8"))
        if p.chance(0.6):
            p.box(x - 0.05, top - 0.03, 0.1, 0.035, rgb("#e3dac5"))
    rocks(p, 4, (0.84, 0.96), color=rgb("#b5aa94"))
    return Stage((0.8, 0.92))


def temple(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    far_hills(p, 0.56, ("#a9b9b6", "#6d8a8b"), 0.1)
    lawn(p, 0.68, 0.01, rgb("#b9a98a"))
    red, x = rgb("#b8402c"), p.between(0.45, 0.55)
    for d in (-0.24, 0.24):
        p.box(x + d - 0.02, 0.3, 0.04, 0.48, red)
    p.box(x - 0.32, 0.36, 0.64, 0.035, red)
    p.fill(p.polygon([(x - 0.4, 0.22), (x, 0.25), (x + 0.4, 0.22), (x + 0.36, 0.29), (x, 0.305), (x - 0.36, 0.29)]), rgb("#3a3f45"))
    for d in (-0.38, 0.38):
        p.fill(p.blob(x + d, 0.7, 0.1, 0.14), leaf(p), 0.1)
    return Stage((0.78, 0.92))


def bridge(p, time, weather):
    paint_sky(p, time, weather, 0.5)
    far_hills(p, 0.5, ("#8fa8a3", "#6f8f80"), 0.07)
    water(p, 0.58, waves=16)
    line = [(x, 0.78 - 0.07 * np.sin(np.pi * min(max(x, 0), 1))) for x in np.linspace(-0.02, 1.02, 25)]
    for x, y in line[2::4]:
        p.box(x - 0.015, y, 0.03, 1 - y, rgb("#7a5a3f"))
    p.fill(p.polygon([*line, *[(x, y + 0.06) for x, y in line[::-1]]]), rgb("#9a6f48"))
    p.line([(x, y - 0.1) for x, y in line], 0.014, rgb("#b8482f"))
    for x, y in line[::3]:
        p.line([(x, y), (x, y - 0.1)], 0.01, rgb("#b8482f"))
    return Stage((0.72, 0.74), water=(0.9, 0.96), shadow=0.2)


def road(p, time, weather):
    paint_sky(p, time, weather, 0.52)
    far_hills(p, 0.52)
    lawn(p, 0.54, 0.01)
    x = p.between(0.42, 0.58)
    p.fill(p.polygon([(x - 0.015, 0.55), (x + 0.015, 0.55), (0.86, 1.02), (0.14, 1.02)]), rgb("#7f7c78"))
    for t in (0.1, 0.3, 0.55, 0.85):
        y = 0.55 + 0.45 * t
        p.box(x + (0.5 - x) * t - 0.012 * t, y, 0.024 * t + 0.003, 0.06 * t + 0.01, CREAM)
    trees(p, 3, (0.62, 0.7), (0.18, 0.3), round_tree, 0.2)
    return Stage((0.78, 0.93))


def railway(p, time, weather):
    paint_sky(p, time, weather, 0.56)
    far_hills(p, 0.56)
    lawn(p, 0.62)
    p.box(0, 0.8, 1, 0.1, rgb("#a59a88"))
    for x in np.arange(-0.02, 1.02, 0.075):
        p.box(x, 0.81, 0.04, 0.075, DARK_WOOD)
    for y in (0.825, 0.865):
        p.box(0, y, 1, 0.01, rgb("#5f6568"))
    return Stage((0.84, 0.88), shadow=0.15)


def rooftop(p, time, weather):
    paint_sky(p, time, weather, 0.7)
    row_of_houses(p, 0.82, (0.1, 0.34), 0.5, True, (0.1, 0.18))
    p.fill(p.polygon([(-0.02, 0.8), (1.02, 0.8), (1.02, 1.02), (-0.02, 1.02)]), (rgb("#b8583f"), rgb("#7f3a2c")))
    for y in (0.84, 0.9, 0.96):
        for x in np.arange(-0.02 + (y * 50 % 2) * 0.02, 1.02, 0.08):
            p.line([(x, y), (x + 0.03, y + 0.018), (x + 0.06, y)], 0.006, rgb("#7f3a2c"))
    p.box(p.pick((0.06, 0.8)), 0.64, 0.1, 0.18, rgb("#a5644a"))
    return Stage((0.81, 0.85), shadow=0.2)


def room(p, time, weather):
    wall_and_floor(p, rgb(p.pick(("#e3cfae", "#cfd6c6", "#d9bfae", "#c9d3d6", "#e6d3c6"))), rgb("#a8784f"), 0.74)
    view(p, p.pick((0.08, 0.66)), 0.14, 0.24, 0.3)
    if p.chance(0.6):
        p.fill(p.disc(0.5, 0.88, 0.36, 0.07), rgb(p.pick(("#b8583f", "#4f7a80", "#c9a256"))), strength=0.6)
    return Stage((0.84, 0.93), air=(0.3, 0.5))


def kitchen(p, time, weather):
    wall_and_floor(p, rgb(p.pick(("#dfe3d8", "#e9dcc0", "#cfdcdb"))), rgb("#8f6a48"), 0.95)
    for y in np.arange(0.32, 0.68, 0.09):
        p.box(0, y, 1, 0.004, rgb("#b9bcb0"), strength=0.5)
    p.box(0, 0.08, 0.36, 0.2, rgb("#7f9a94"), strength=0.55)
    p.box(0.17, 0.08, 0.008, 0.2, rgb("#55706a"), strength=0.55)
    view(p, 0.62, 0.1, 0.28, 0.28)
    p.box(0, 0.7, 1, 0.05, rgb("#e6d6b8"), strength=0.55)
    p.box(0, 0.75, 1, 0.3, rgb("#6f8f88"), strength=0.55)
    for x in (0.24, 0.5, 0.76):
        p.box(x, 0.76, 0.006, 0.3, rgb("#55706a"), strength=0.55)
    return Stage((0.72, 0.745), air=(0.35, 0.5), shadow=0.25)


def library(p, time, weather):
    wall_and_floor(p, rgb("#5a3f2c"), rgb("#7f5236"), 0.8, rgb("#3f2a1c"))
    for y in (0.06, 0.3, 0.54):
        x = 0.02
        while x < 0.98:
            w, h = p.between(0.02, 0.045), p.between(0.13, 0.2)
            p.box(x, y + 0.21 - h, w * 0.92, h, rgb(p.pick(("#b8482f", "#4f7f8a", "#d9b562", "#5f7f5a", "#e3d3b0", "#7f5a6f", "#c98a5a"))), strength=0.6)
            x += w
        p.box(0, y + 0.21, 1, 0.022, rgb("#8f6542"), strength=0.6)
    return Stage((0.86, 0.94), air=(0.35, 0.5))


def window(p, time, weather):
    paint_sky(p, time, weather, 0.72)
    far_hills(p, 0.66)
    lawn(p, 0.7, 0.02)
    frame, wall = CREAM, rgb(p.pick(("#c98f6a", "#7f9a94", "#d9c49a", "#8f7f9a")))
    for x, y, w, h in ((0, 0, 0.1, 1), (0.9, 0, 0.1, 1), (0, 0, 1, 0.08)):
        p.box(x, y, w, h, wall, strength=0.5)
    for x, y, w, h in ((0.1, 0.08, 0.03, 0.72), (0.87, 0.08, 0.03, 0.72), (0.1, 0.08, 0.8, 0.03), (0.49, 0.08, 0.02, 0.72)):
        p.box(x, y, w, h, frame, strength=0.5)
    p.box(0.04, 0.78, 0.92, 0.06, frame, strength=0.5)
    p.box(0, 0.84, 1, 0.2, wall, strength=0.5)
    return Stage((0.79, 0.82), air=(0.3, 0.5), shadow=0.2)


def table(p, time, weather):
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), rgb(p.pick(("#d8a566", "#b9c3ac", "#c9b2a0", "#8fa0a6", "#ecc890", "#7f8f86"))), strength=0.5)
    cloth = rgb(p.pick(("#8e3a28", "#e8dcc3", "#5f7f86", "#a5713f", "#c9a256")))
    p.fill(p.polygon([(0, 0.7), (1, 0.7), (1, 1.02), (0, 1.02)]), (cloth, mix(cloth, (0, 0, 0), 0.25)), strength=0.5)
    p.box(0, 0.69, 1, 0.018, mix(cloth, (1, 1, 1), 0.3), strength=0.5)
    return Stage((0.78, 0.88), air=(0.3, 0.5))


def stage(p, time, weather):
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (rgb("#3a2a33"), rgb("#5f3a3c")), strength=0.3)
    p.fill(p.polygon([(0.42, 0), (0.58, 0), (0.86, 0.84), (0.14, 0.84)]), rgb("#f0cf8a"), strength=0.2, alpha=0.28)
    p.fill(p.polygon([(0, 0.76), (1, 0.76), (1, 1.02), (0, 1.02)]), (rgb("#b07a4a"), rgb("#6b4526")), strength=0.3)
    p.fill(p.disc(0.5, 0.85, 0.34, 0.06), rgb("#f0cf8a"), strength=0.2, alpha=0.5)
    for x, w in ((-0.02, 0.2), (0.82, 0.2)):
        for i in range(4):
            p.box(x + i * w / 4, -0.01, w / 4 + 0.004, 0.86, rgb("#a8352a") if i % 2 else rgb("#8a2a24"), strength=0.3)
    p.fill(p.polygon([(0, 0), (1, 0), (1, 0.1), (0.84, 0.15), (0.67, 0.11), (0.5, 0.15), (0.33, 0.11), (0.16, 0.15), (0, 0.1)]), rgb("#a8352a"), strength=0.3)
    return Stage((0.84, 0.9), air=(0.35, 0.5))


def classroom(p, time, weather):
    wall_and_floor(p, rgb("#e3d6b8"), rgb("#a97f55"), 0.76)
    p.box(0.1, 0.14, 0.8, 0.4, WOOD, strength=0.5)
    p.box(0.12, 0.16, 0.76, 0.36, rgb("#3f5f50"), strength=0.5)
    p.line([(0.2, 0.26), (0.34, 0.24), (0.42, 0.28)], 0.008, CREAM, alpha=0.7, strength=0.4)
    p.line([(0.2, 0.36), (0.3, 0.38)], 0.008, CREAM, alpha=0.7, strength=0.4)
    return Stage((0.84, 0.93), air=(0.35, 0.5))


def sky(p, time, weather):
    paint_sky(p, time, "clear" if weather == "fog" else weather, 1.0)
    for y in (0.78, 0.9, 0.3, 0.12):
        paint_cloud(p, p.pick((p.between(-0.02, 0.3), p.between(0.7, 1.02))), y + p.between(-0.05, 0.05), p.between(0.09, 0.18), rgb("#fbf6ea"))
    return Stage((0.66, 0.8), air=(0.4, 0.6), shadow=0.0)


def space(p, time, weather):
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (rgb(p.pick(("#0f1428", "#1a1230", "#0d1f2c"))), rgb(p.pick(("#2c2350", "#1f3a50", "#3a2444")))), raw=True)
    p.dots(70, rgb("#f6ecd0"), (0.002, 0.006), strength=0)
    for _ in range(int(p.random.integers(1, 4))):
        x, y, r = p.pick((p.between(0.02, 0.25), p.between(0.75, 0.98))), p.between(0.08, 0.9), p.between(0.04, 0.12)
        code = p.pick(("#c8744f", "#d9b562", "#5f9aa0", "#a97f9f", "#c9b8a0"))
        p.fill(p.disc(x, y, r), rgb(code), raw=True)
        p.fill(p.disc(x + r * 0.2, y + r * 0.15, r * 0.75), mix(rgb(code), (0, 0, 0), 0.15), raw=True)
        if p.chance(0.3):
            p.fill(p.disc(x, y, r * 1.8, r * 0.22), mix(rgb(code), (1, 1, 0.9), 0.5), raw=True, alpha=0.8)
    return Stage((0.66, 0.8), air=(0.42, 0.58), shadow=0.0)


def moon(p, time, weather):
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), rgb("#10152a"), raw=True)
    p.dots(50, rgb("#f6ecd0"), (0.002, 0.005), (0, 0.6), strength=0)
    x = p.pick((p.between(0.12, 0.3), p.between(0.7, 0.88)))
    p.fill(p.disc(x, 0.2, 0.1), rgb("#5f9ab0"), raw=True)
    p.fill(p.blob(x - 0.02, 0.18, 0.05, 0.04, 0.3), rgb("#8fae72"), raw=True)
    p.fill(p.ridge(0.68, 0.03), (rgb("#cfcabd"), rgb("#8f8b84")), raw=True)
    for _ in range(6):
        cx, cy, r = p.between(0, 1), p.between(0.78, 0.98), p.between(0.03, 0.08)
        p.fill(p.disc(cx, cy, r, r * 0.3), rgb("#a09b92"), raw=True)
    return Stage((0.78, 0.92))


def mars(p, time, weather):
    p.fill(p.polygon([(0, 0), (1, 0), (1, 1), (0, 1)]), (rgb("#6f3f3a"), rgb("#e0a27a")), raw=True)
    p.dots(16, rgb("#f6ecd0"), (0.002, 0.004), (0, 0.3), strength=0)
    for i, code in enumerate(("#b8603f", "#a34f34", "#86402c")):
        p.fill(p.ridge(0.56 + 0.1 * i, 0.04), rgb(code), raw=True)
    rocks(p, 6, (0.78, 0.96), color=rgb("#6b3527"))
    return Stage((0.78, 0.92))


def castle_yard(p, time, weather):
    paint_sky(p, time, weather, 0.6)
    wall = rgb(p.pick(("#b9b0a0", "#a5a9a5", "#c9b596")))
    p.box(0, 0.42, 1, 0.34, wall, 0.15)
    for x in np.arange(-0.01, 1.0, 0.09):
        p.box(x, 0.38, 0.05, 0.05, wall, 0.15)
    for x in (p.between(-0.02, 0.06), p.between(0.78, 0.86)):
        p.box(x, 0.22, 0.16, 0.54, mix(wall, (0.2, 0.2, 0.2), 0.15), 0.1)
        p.fill(p.polygon([(x - 0.02, 0.22), (x + 0.08, 0.06), (x + 0.18, 0.22)]), rgb("#9a3f30"), 0.1)
        p.box(x + 0.06, 0.34, 0.04, 0.08, LAMP if p.light.lamp else INK, 0.1, 0.2)
    p.box(0, 0.75, 1, 0.27, rgb("#bfa97f"))
    return Stage((0.82, 0.93))


def playground(p, time, weather):
    paint_sky(p, time, weather, 0.56)
    trees(p, 5, (0.6, 0.64), (0.2, 0.3), round_tree, 0.4)
    lawn(p, 0.62, 0.01)
    x = p.pick((0.06, 0.7))
    p.line([(x, 0.78), (x + 0.05, 0.44), (x + 0.2, 0.44), (x + 0.25, 0.78)], 0.014, rgb("#b8482f"))
    for d in (0.09, 0.16):
        p.line([(x + d, 0.44), (x + d, 0.66)], 0.005, INK)
        p.box(x + d - 0.02, 0.66, 0.04, 0.012, rgb("#d9b562"))
    p.fill(p.disc(0.5, 0.86, 0.5, 0.09), SAND)
    return Stage((0.82, 0.92))


PLACES = (
    "soft", *PLAIN, "meadow", "hills", "flower field", "wheat field", "farm", "garden", "park", "playground", "forest", "pine forest",
    "jungle", "bamboo grove", "mountains", "snow", "canyon", "desert", "oasis", "savanna", "beach", "sea", "harbor", "cliff", "lake",
    "river", "pond", "swamp", "waterfall", "island", "underwater", "arctic", "volcano land", "cave", "city", "street", "village",
    "ruins", "temple", "castle yard", "bridge", "road", "railway", "rooftop", "room", "kitchen", "library", "classroom", "window",
    "table", "stage", "sky", "space", "moon", "mars",
)
# Places that no sky lights: their time of day and weather are never named.
INDOORS = ("soft", *PLAIN, "kitchen", "library", "classroom", "table", "stage", "space", "moon", "mars", "cave", "underwater")
BEHIND_GLASS = ("room", "window")  # has a time of day, but nothing falls on what is in it
AFLOAT = ("sea",)  # everything floats here, or flies
FLYING = ("sky", "space")


def paint_place(p: Painter, name: str, time: str, weather: str) -> Stage:
    if name in PLAIN:
        return plain(p, name)
    return globals()[name.replace(" ", "_")](p, time, weather)
