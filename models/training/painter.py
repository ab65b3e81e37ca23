"""The painter of the scenes: flat shapes in a limited palette, under one light, layer by layer.

Coordinates are 0..1 from the top left. Colors are RGB in 0..1. A layer's `depth` runs from 0 (near) to 1 (far): far
layers fade into the haze of the sky.
"""
import cv2
import numpy as np

SUBPIXEL = 4  # bits of cv2's fixed-point coordinates


def rgb(code: str) -> np.ndarray:
    """'#c8402a' as three floats."""
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255


def mix(a, b, share: float) -> np.ndarray:
    return np.asarray(a, np.float32) * (1 - share) + np.asarray(b, np.float32) * share


class Light:
    """The sky's colors and what they do to everything below: `tint` multiplies, `haze` takes the far layers."""

    def __init__(self, sky, tint, haze_share: float = 0.6, lamp: bool = False):
        self.sky = [np.asarray(c, np.float32) for c in sky]
        self.tint = np.asarray(tint, np.float32)
        self.haze = mix(self.sky[1], self.sky[2], 0.6)
        self.haze_share, self.lamp = haze_share, lamp

    def on(self, color, depth: float = 0.0, strength: float = 1.0) -> np.ndarray:
        lit = np.asarray(color, np.float32) * (1 + (self.tint - 1) * strength)
        return mix(lit, self.haze, depth * self.haze_share)


class Painter:
    """An image under construction."""

    def __init__(self, side: int, random: np.random.Generator, light: Light, season: str = "", layered: bool = False):
        self.side, self.random, self.light, self.season, self.layered = side, random, light, season, layered
        self.image = np.ones((side, side, 3), np.float32)

    # Chance

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def pick(self, choices):
        return choices[int(self.random.integers(len(choices)))]

    def chance(self, share: float) -> bool:
        return bool(self.random.uniform() < share)

    def curve(self, steps: int, rough: float = 0.45) -> np.ndarray:
        """A smooth random line of `steps` values around 0, at most about 1 away."""
        x, total = np.linspace(0, 1, steps), np.zeros(steps)
        for octave, (frequency, amplitude) in enumerate(((2, 1.0), (5, rough), (13, rough * rough))):
            knots = self.random.uniform(-1, 1, frequency + 2)
            total += amplitude * np.interp(x * (frequency + 1), np.arange(frequency + 2), knots)
        kernel = np.ones(max(steps // 40, 1)) / max(steps // 40, 1)
        return np.convolve(np.pad(total, len(kernel) // 2, mode="edge"), kernel, "same")[len(kernel) // 2 :][:steps]

    # Masks

    def polygon(self, points) -> np.ndarray:
        mask = np.zeros((self.side, self.side), np.uint8)
        fixed = np.round(np.asarray(points, np.float64) * self.side * 2**SUBPIXEL).astype(np.int32)
        cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, SUBPIXEL)
        return mask

    def disc(self, x: float, y: float, rx: float, ry: float | None = None) -> np.ndarray:
        angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        ry = rx if ry is None else ry
        return self.polygon(np.stack((x + rx * np.cos(angles), y + ry * np.sin(angles)), 1))

    def ridge(self, y: float, amplitude: float, rough: float = 0.45) -> np.ndarray:
        """Everything below a hilly line."""
        line = y + amplitude * self.curve(65, rough)
        xs = np.linspace(-0.02, 1.02, 65)
        return self.polygon([*zip(xs, line), (1.02, 1.05), (-0.02, 1.05)])

    def blob(self, x: float, y: float, rx: float, ry: float | None = None, rough: float = 0.14) -> np.ndarray:
        """An uneven disc."""
        ry = rx if ry is None else ry
        angles = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        wave = 1 + rough * np.convolve(np.tile(self.random.uniform(-1, 1, 28), 3), np.ones(3) / 2, "same")[28:56]
        return self.polygon(np.stack((x + rx * wave * np.cos(angles), y + ry * wave * np.sin(angles)), 1))

    # Paint

    def fill(self, mask: np.ndarray, color, depth: float = 0.0, strength: float = 1.0, alpha: float = 1.0, raw: bool = False):
        """Paints a mask in a color, or in (top, bottom) colors that run into each other."""
        rows = np.flatnonzero(mask.max(1))
        if not len(rows):
            return
        first, last = rows[0], rows[-1] + 1
        columns = np.flatnonzero(mask.max(0))
        part = np.s_[first:last, columns[0] : columns[-1] + 1]
        if self.layered and alpha == 1:
            self._cast_shadow(mask, 0.32)
        lit = (lambda c: np.asarray(c, np.float32)) if raw else (lambda c: self.light.on(c, depth, strength))
        if isinstance(color, tuple):
            steps = np.linspace(0, 1, last - first, dtype=np.float32)[:, None]
            paint = (lit(color[0]) * (1 - steps) + lit(color[1]) * steps)[:, None]
        else:
            paint = lit(color)
        share = mask[part].astype(np.float32)[..., None] * (alpha / 255)
        self.image[part] += (paint - self.image[part]) * share

    def _cast_shadow(self, mask: np.ndarray, strength: float):
        """The shadow of a sheet of paper on those below it."""
        shift = max(self.side // 64, 1)
        soft = cv2.GaussianBlur(np.roll(mask, (shift, -shift // 2), (0, 1)), (0, 0), self.side / 90)
        self.image *= 1 - soft.astype(np.float32)[..., None] * (strength / 255)

    def line(self, points, width: float, color, depth: float = 0.0, alpha: float = 1.0, strength: float = 1.0):
        mask = np.zeros((self.side, self.side), np.uint8)
        fixed = np.round(np.asarray(points, np.float64) * self.side * 2**SUBPIXEL).astype(np.int32)
        cv2.polylines(mask, [fixed], False, 255, max(round(width * self.side), 1), cv2.LINE_AA, SUBPIXEL)
        layered, self.layered = self.layered, False
        self.fill(mask, color, depth, alpha=alpha, strength=strength)
        self.layered = layered

    def box(self, x: float, y: float, w: float, h: float, color, depth: float = 0.0, strength: float = 1.0):
        self.fill(self.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)]), color, depth, strength)

    def glow(self, x: float, y: float, radius: float, color, share: float = 0.5):
        """A soft light, brightest in the middle."""
        ys, xs = np.ogrid[: self.side, : self.side]
        distance = np.sqrt((xs / self.side - x) ** 2 + (ys / self.side - y) ** 2) / radius
        weight = (np.clip(1 - distance, 0, 1) ** 2 * share).astype(np.float32)[..., None]
        self.image += (np.asarray(color, np.float32) - self.image) * weight

    def dots(self, count: int, color, size: tuple[float, float], y: tuple[float, float] = (0, 1), alpha: float = 1.0, strength: float = 1.0):
        """Small discs anywhere in a band."""
        mask = np.zeros((self.side, self.side), np.uint8)
        for _ in range(count):
            centre = (self.between(0, 1), self.between(*y))
            fixed = tuple(round(v * self.side * 2**SUBPIXEL) for v in centre)
            radius = round(self.between(*size) * self.side * 2**SUBPIXEL)
            cv2.circle(mask, fixed, radius, 255, -1, cv2.LINE_AA, SUBPIXEL)
        layered, self.layered = self.layered, False
        self.fill(mask, color, alpha=alpha, strength=strength)
        self.layered = layered
