"""The 25 places, drawn in code: simple, always alike, with a slight variation."""
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

SIDE = 256
VARIANTS = 8
PLAIN = {
    "red": (226, 62, 62), "orange": (247, 150, 56), "yellow": (250, 215, 76), "green": (92, 184, 96),
    "blue": (78, 138, 226), "purple": (142, 92, 200), "pink": (248, 166, 200), "white": (250, 250, 250),
    "black": (24, 24, 28), "grey": (150, 152, 158),
}
SCENIC = (
    "pastel", "night", "sunset", "beach", "snow", "meadow", "forest", "mountains", "desert",
    "city", "underwater", "space", "rain", "sky", "room",
)
PLACES = tuple(PLAIN) + SCENIC
PASTELS = ((255, 214, 224), (214, 232, 255), (220, 247, 222), (255, 240, 205), (232, 220, 255))


class Canvas:
    """An image of twice the size with coordinates 0..1; shrinking it smooths the edges."""

    def __init__(self, seed: int):
        self.random = np.random.default_rng(seed)
        self.side = SIDE * 2
        self.image = Image.new("RGB", (self.side, self.side))
        self.pen = ImageDraw.Draw(self.image)

    def vary(self, amount: float) -> float:
        return float(self.random.uniform(-amount, amount))

    def fade(self, top, bottom, start=0.0, end=1.0):
        """A vertical gradient between two heights."""
        first, last = int(start * self.side), int(end * self.side)
        steps = np.linspace(0, 1, max(last - first, 1))[:, None]
        rows = np.asarray(top) * (1 - steps) + np.asarray(bottom) * steps
        block = np.repeat(rows[:, None].round().astype(np.uint8), self.side, 1)
        self.image.paste(Image.fromarray(block), (0, first))

    def box(self, x0, y0, x1, y1, colour):
        self.pen.rectangle([v * self.side for v in (x0, y0, x1, y1)], fill=colour)

    def disc(self, x, y, rx, colour, ry=None):
        ry = rx if ry is None else ry
        self.pen.ellipse([v * self.side for v in (x - rx, y - ry, x + rx, y + ry)], fill=colour)

    def shape(self, points, colour):
        self.pen.polygon([(x * self.side, y * self.side) for x, y in points], fill=colour)

    def stars(self, count: int, colour=(255, 255, 235)):
        for x, y, r in self.random.uniform(size=(count, 3)):
            self.disc(x, y, 0.004 + 0.005 * r, colour)

    def cloud(self, x, y, size, colour=(255, 255, 255)):
        for dx, dy, r in ((-0.9, 0.1, 0.5), (0, -0.2, 0.75), (0.9, 0.1, 0.55), (0.3, 0.2, 0.6), (-0.4, 0.2, 0.55)):
            self.disc(x + dx * size, y + dy * size, r * size, colour)

    def pixels(self) -> np.ndarray:
        return np.asarray(self.image.resize((SIDE, SIDE), Image.BOX))


def _pastel(c: Canvas):
    a, b = c.random.choice(len(PASTELS), 2, replace=False)
    c.fade(PASTELS[a], PASTELS[b])


def _night(c: Canvas):
    c.fade((12, 16, 52), (42, 52, 110))
    c.stars(26)


def _sunset(c: Canvas):
    c.fade((236, 88, 92), (255, 196, 104), 0, 0.72)
    c.disc(0.5 + c.vary(0.2), 0.66, 0.13, (255, 236, 150))
    c.fade((110, 56, 86), (66, 34, 66), 0.72)


def _beach(c: Canvas):
    c.fade((120, 198, 246), (196, 232, 252), 0, 0.45)
    c.fade((30, 120, 188), (64, 168, 214), 0.45, 0.66)
    c.fade((246, 222, 164), (232, 198, 130), 0.66)
    c.box(0, 0.655, 1, 0.675, (250, 250, 246))


def _snow(c: Canvas):
    c.fade((158, 186, 226), (214, 228, 246))
    c.disc(0.25 + c.vary(0.2), 1.05, 0.75, (248, 250, 255), 0.42)
    c.disc(0.85 + c.vary(0.1), 1.08, 0.6, (236, 242, 252), 0.42)
    for x, y in c.random.uniform(size=(16, 2)):
        c.disc(x, y * 0.65, 0.009, (255, 255, 255))


def _meadow(c: Canvas):
    c.fade((122, 196, 250), (206, 236, 254))
    c.box(0, 0.85, 1, 1, (100, 180, 74))
    c.disc(0.2 + c.vary(0.2), 1.12, 0.8, (112, 190, 80), 0.5)
    c.disc(0.9 + c.vary(0.1), 1.15, 0.75, (88, 170, 66), 0.5)


def _forest(c: Canvas):
    c.fade((150, 206, 160), (104, 172, 120))
    for step in range(7):
        x, top = step / 6 + c.vary(0.03), 0.12 + 0.1 * (step % 2) + c.vary(0.03)
        c.shape(((x, top), (x - 0.11, 0.85), (x + 0.11, 0.85)), (36, 96 + 14 * (step % 2), 60))
    c.fade((74, 132, 66), (56, 110, 52), 0.82)


def _mountains(c: Canvas):
    c.fade((120, 176, 240), (214, 232, 250))
    for x, top, half, tone in ((0.15, 0.34, 0.42, 112), (0.85, 0.28, 0.45, 124), (0.5, 0.42, 0.4, 100)):
        x, top = x + c.vary(0.05), top + c.vary(0.03)
        c.shape(((x, top), (x - half, 0.86), (x + half, 0.86)), (tone, tone + 6, tone + 30))
        tip = 0.26
        c.shape(((x, top), (x - half * tip, top + tip * (0.86 - top)), (x + half * tip, top + tip * (0.86 - top))), (248, 250, 255))
    c.fade((104, 170, 84), (84, 148, 70), 0.84)


def _desert(c: Canvas):
    c.fade((252, 204, 132), (255, 232, 186), 0, 0.66)
    c.disc(0.8 + c.vary(0.08), 0.16, 0.08, (255, 246, 200))
    c.fade((230, 178, 102), (212, 152, 80), 0.62)
    c.disc(0.3 + c.vary(0.2), 0.72, 0.5, (238, 190, 116), 0.14)


def _city(c: Canvas):
    c.fade((136, 190, 240), (214, 230, 246))
    for step in range(5):
        x, top = step * 0.2, 0.16 + 0.12 * ((step * 2) % 3) + c.vary(0.03)
        tone = 92 + 18 * (step % 2)
        c.box(x, top, x + 0.185, 0.82, (tone, tone + 8, tone + 36))
        for row in range(int((0.78 - top) / 0.11)):
            for column in (0.035, 0.105):
                c.box(x + column, top + 0.04 + row * 0.11, x + column + 0.045, top + 0.09 + row * 0.11, (255, 224, 130))
    c.fade((84, 86, 94), (64, 66, 74), 0.8)


def _underwater(c: Canvas):
    c.fade((64, 184, 222), (14, 84, 158))
    for x, y, r in c.random.uniform(size=(9, 3)):
        c.disc(x, y * 0.8, 0.012 + 0.014 * r, (170, 226, 246))
    c.disc(0.5 + c.vary(0.2), 1.03, 0.8, (226, 202, 142), 0.15)


def _space(c: Canvas):
    c.fade((14, 8, 32), (40, 16, 66))
    c.stars(30)
    c.disc(0.12 + c.vary(0.04), 0.14 + c.vary(0.04), 0.09, (202, 132, 206))
    c.disc(0.9 + c.vary(0.03), 0.85 + c.vary(0.03), 0.055, (120, 190, 220))


def _rain(c: Canvas):
    c.fade((96, 112, 140), (150, 164, 186))
    for x, y in c.random.uniform(size=(34, 2)):
        c.shape(((x, y), (x + 0.006, y), (x - 0.008, y + 0.06), (x - 0.014, y + 0.06)), (206, 220, 240))
    c.fade((92, 104, 122), (78, 90, 108), 0.86)


def _sky(c: Canvas):
    c.fade((84, 166, 242), (190, 224, 252))
    for x, y in ((0.16, 0.2), (0.8, 0.14), (0.9, 0.78), (0.2, 0.88)):
        c.cloud(x + c.vary(0.05), y + c.vary(0.04), 0.12)


def _room(c: Canvas):
    c.fade((248, 232, 204), (240, 220, 188), 0, 0.76)
    c.fade((186, 126, 82), (164, 106, 66), 0.76)
    c.box(0, 0.75, 1, 0.775, (250, 246, 238))
    x = 0.08 + c.vary(0.03)
    c.box(x, 0.1, x + 0.28, 0.44, (255, 255, 255))
    for dx in (0.02, 0.15):
        c.box(x + dx, 0.12, x + dx + 0.11, 0.42, (150, 206, 246))


@lru_cache(maxsize=None)
def background(place: int, variant: int) -> np.ndarray:
    """Place `place` in its variation `variant` as [256, 256, 3] uint8."""
    name = PLACES[place]
    canvas = Canvas(1000 * place + variant)
    if name in PLAIN:
        tone = np.clip(np.asarray(PLAIN[name]) + round(canvas.vary(6)), 0, 255)
        canvas.fade(tone, tone)
    else:
        globals()[f"_{name}"](canvas)
    return canvas.pixels()
