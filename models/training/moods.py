"""Times of day, weather, and seasons: what they do to any place."""
import numpy as np

from .painter import Light, Painter, mix, rgb


def _skies(*rows: str):
    return tuple(tuple(rgb(code) for code in row.split()) for row in rows)


# name -> (skies from top to horizon, tints)
TIMES = {
    "day": (_skies("#8fb9c4 #c9dcd6 #f1e6cc", "#9cc3cf #dfe4d4 #f3e3c4", "#7fa9bd #b9d0d3 #e9e4d0", "#cfd8d5 #eee8da #efe2cc", "#a9cfd2 #d5e3d8 #f6ecd6"), (1.0, 1.0, 0.98)),
    "dawn": (_skies("#9cc3cf #f2dcc0 #f4b98a", "#b7a9c4 #f0c9b4 #f8dfae", "#aebfd0 #f3d3c6 #f9e3b8"), (1.0, 0.93, 0.86)),
    "sunset": (_skies("#8d5f86 #e39a98 #fbd9a8", "#c9604a #eb9a5c #f8d58e", "#4a4670 #c08f98 #f4cfa6", "#b3473b #e0814f #f6c772"), (0.98, 0.82, 0.74)),
    "dusk": (_skies("#2b4a63 #86a0a5 #f0c59a", "#33456b #8a7f9c #e0a58a", "#3b5570 #7f93a6 #d9b79a"), (0.66, 0.70, 0.80)),
    "night": (_skies("#0d1730 #1f3358 #4a6482", "#16233c #2c4061 #5a6d84", "#1c2340 #3b3a63 #6b5f82", "#0f2b3a #1f4458 #4f7f8a"), (0.46, 0.54, 0.70)),
}
WEATHERS = ("clear", "cloudy", "rain", "storm", "snowfall", "fog", "rainbow")
SEASONS = ("", "spring", "autumn", "winter")
CREAM, CLOUD, GRAY_CLOUD = rgb("#fff0c4"), rgb("#fbf6ea"), rgb("#8d999d")
LEAVES = {
    "": ("#5f8f4e", "#4a7a4f", "#79a05a", "#3f6b4a"),
    "spring": ("#e6a9b4", "#efc3c6", "#8fb56a", "#dd8fa3"),
    "autumn": ("#d9813a", "#c65a2e", "#e2ad4a", "#a8452c"),
    "winter": ("#e9eeee", "#d3dfe2", "#c3d3d8", "#f3f4ee"),
}
GRASSES = {"": ("#8fae62", "#6f9a55", "#a3b96c", "#7fa060"), "spring": ("#a9c76f", "#8fb862"), "autumn": ("#c9a256", "#b58a48"), "winter": ("#f1f2ec", "#e2e9ea")}


def make_light(time: str, weather: str, random: np.random.Generator) -> Light:
    skies, tint = TIMES[time]
    sky = list(skies[int(random.integers(len(skies)))])
    tint = np.array(tint, np.float32)
    haze = 0.6
    if weather in ("rain", "storm", "cloudy", "snowfall"):
        gray = {"rain": rgb("#93a3a8"), "storm": rgb("#4d5a63"), "cloudy": rgb("#b9c0bd"), "snowfall": rgb("#b8c4cb")}[weather]
        share = {"rain": 0.55, "storm": 0.72, "cloudy": 0.45, "snowfall": 0.5}[weather]
        sky = [mix(c, gray * (0.55 + 0.45 * tint), share) for c in sky]
        tint = tint * {"rain": 0.85, "storm": 0.7, "cloudy": 0.93, "snowfall": 0.93}[weather]
    if weather == "fog":
        sky = [mix(c, rgb("#dcdcd2") * (0.45 + 0.55 * tint), 0.7) for c in sky]
        haze = 1.0
    return Light(sky, tint, haze, lamp=time in ("night", "dusk"))


def leaf(p: Painter) -> np.ndarray:
    return rgb(p.pick(LEAVES[p.season]))


def grass(p: Painter) -> np.ndarray:
    return rgb(p.pick(GRASSES[p.season]))


def paint_cloud(p: Painter, x: float, y: float, size: float, color, alpha: float = 0.9):
    for _ in range(int(p.random.integers(3, 6))):
        dx, r = p.between(-1, 1), p.between(0.45, 0.8)
        p.fill(p.disc(x + dx * size, y - p.between(0, 0.25) * size, r * size * 0.7, r * size * 0.42), color, strength=0.7, alpha=alpha)
    p.fill(p.disc(x, y + size * 0.12, size * 1.5, size * 0.24), color, strength=0.7, alpha=alpha)


def paint_sky(p: Painter, time: str, weather: str, horizon: float = 0.62):
    """The sky with what hangs in it: sun, moon, stars, clouds, rainbow."""
    top, middle, bottom = p.light.sky
    heights = np.linspace(0, 1, p.side, dtype=np.float32) / max(horizon, 0.05)
    stops = np.array([0, 0.55, 1.0], np.float32)
    rows = np.stack([np.interp(heights, stops, [c[i] for c in (top, middle, bottom)]) for i in range(3)], 1)
    p.image[:] = rows[:, None]
    clear = weather in ("clear", "rainbow", "cloudy")
    if time == "night" and clear:
        p.dots(int(p.random.integers(18, 60)), rgb("#f6ecd0"), (0.002, 0.006), (0, horizon), alpha=0.9, strength=0)
    if clear and p.chance(0.75):
        x = p.pick((p.between(0.1, 0.36), p.between(0.64, 0.9)))
        y, r = p.between(0.1, 0.3), p.between(0.045, 0.1)
        if time in ("dawn", "sunset"):
            x, y, r = p.between(0.15, 0.85), horizon - p.between(-0.02, 0.14), p.between(0.07, 0.14)
        color = {"night": rgb("#f5ecc9"), "dusk": CREAM, "sunset": p.pick((rgb("#fbe3a0"), rgb("#d8452c"), rgb("#fff0c4"))), "dawn": rgb("#fff1cf")}.get(time, p.pick((CREAM, rgb("#fbf2db"), rgb("#f3cf6a"))))
        p.glow(x, y, r * p.between(2.2, 3.4), color, 0.55)
        p.fill(p.disc(x, y, r), color, raw=True)
        if time == "night" and p.chance(0.4):
            p.fill(p.disc(x - r * 0.42, y - r * 0.12, r * 0.92), mix(top, middle, min(y / horizon, 1)), raw=True)
    if weather in ("cloudy", "rain", "storm", "snowfall") or (weather == "clear" and p.chance(0.35)):
        color = {"rain": rgb("#a3afb3"), "storm": rgb("#5b666d"), "snowfall": rgb("#dfe4e5")}.get(weather, CLOUD)
        for _ in range(int(p.random.integers(2, 5)) + 3 * (weather != "clear")):
            paint_cloud(p, p.between(0, 1), p.between(0.05, horizon * 0.55), p.between(0.06, 0.16), mix(color, middle, p.between(0, 0.35)))
    if weather == "rainbow":
        x, y, r = p.between(0.3, 0.7), horizon + 0.08, p.between(0.4, 0.56)
        angles = np.linspace(np.pi, 2 * np.pi, 60)
        for i, code in enumerate(("#c8584a", "#e0984f", "#ecd27a", "#8fb178", "#6f9fb5", "#8f7fae")):
            s = r - i * 0.026
            p.line(np.stack((x + s * np.cos(angles), y + s * np.sin(angles)), 1), 0.028, rgb(code), alpha=0.75)


def paint_weather(p: Painter, weather: str):
    """What falls or drifts in front of everything."""
    if weather in ("rain", "storm"):
        slant = p.between(-0.03, 0.01) - 0.015
        for _ in range(int(p.random.integers(26, 48))):
            x, y, length = p.between(0, 1), p.between(-0.05, 1), p.between(0.04, 0.08)
            p.line([(x, y), (x + slant, y + length)], 0.004, rgb("#eef2f1"), alpha=0.55, strength=0.5)
    if weather == "storm" and p.chance(0.8):
        x, y = p.between(0.15, 0.85), 0.02
        points = [(x, y)]
        while y < 0.5:
            x, y = x + p.between(-0.06, 0.06), y + p.between(0.06, 0.12)
            points.append((x, y))
        p.line(points, 0.012, rgb("#fff0b8"), strength=0)
    if weather == "snowfall":
        p.dots(int(p.random.integers(40, 90)), rgb("#fdfcf6"), (0.004, 0.011), alpha=0.92, strength=0.3)
    if weather == "fog":
        for _ in range(3):
            y = p.between(0.35, 0.95)
            band = np.exp(-(((np.linspace(0, 1, p.side) - y) / 0.13) ** 2)).astype(np.float32)[:, None, None] * p.between(0.3, 0.55)
            p.image += (p.light.haze - p.image) * band
