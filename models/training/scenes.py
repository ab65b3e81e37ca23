"""What an image shows, how such a scene is made up at random, and its rendering."""
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from .dyes import COLORS, MATERIALS, dye, made_of
from .grid import CELL, FILL, FOOT, GRID, SIZES, VARIANTS
from .looks import DEFAULT, LOOKS, apply_look, mute
from .moods import SEASONS, TIMES, WEATHERS, make_light, paint_weather
from .painter import Painter, mix, rgb
from .places import AFLOAT, BEHIND_GLASS, FLYING, INDOORS, PLACES, PLAIN, Stage, paint_place
from .things import BY_NAME, THINGS, sprite, variants

SIDE = CELL * GRID
TIME_NAMES = tuple(TIMES)
ARRANGEMENTS = ("single", "small", "portrait", "count", "beside", "on", "under", "riding", "in front of", "in", "empty")
SHARES = (0.47, 0.06, 0.04, 0.08, 0.11, 0.05, 0.05, 0.04, 0.03, 0.03, 0.04)
SOFT = PLACES.index("soft")
DYED, MATERIAL, STYLED = 0.15, 0.09, 0.42
NEVER_DYED = ("person", "nature")


def _named(*names: str) -> tuple[int, ...]:
    return tuple(BY_NAME[n] for n in names)


SUPPORTS = _named("table", "rock", "books", "stool", "bed", "sofa", "piano", "barrel", "log", "treasure chest", "suitcase", "drum", "package", "bench", "armchair", "mushroom", "brick", "cake", "pumpkin", "gift", "chair", "elephant", "turtle", "moon")
COVERS = _named("umbrella", "beach umbrella", "tree", "palm tree", "table", "rainbow", "street lamp", "cloud", "mushroom", "willow", "christmas tree", "parachute", "hot air balloon", "pine tree", "full moon", "lamp")
MOUNTS = _named("horse", "unicorn", "elephant", "camel", "donkey", "bicycle", "motorcycle", "skateboard", "scooter", "dragon", "whale", "turtle", "dolphin", "tiger", "lion", "deer", "bear", "cow", "broom", "snail", "rocket", "canoe", "rowing boat", "zebra", "rhino", "llama", "ram", "swan", "tractor", "kick scooter", "sled", "dinosaur", "moose", "giraffe", "cloud", "shark")
RIDERS = tuple(t.index for t in THINGS if t.kind in ("animal", "person", "fantasy"))
BACKDROPS = tuple(t.index for t in THINGS if t.kind == "building") + _named("tree", "mountain", "volcano", "pirate ship", "bookshelf", "window", "christmas tree", "wave", "full moon", "door", "waterfall")
CONTAINERS = _named("basket", "package", "bucket", "bathtub", "mug", "rowing boat", "canoe", "shopping cart", "top hat", "backpack", "jar", "paper boat", "nest", "treasure chest", "barrel", "gift", "sled")
AIRBORNE = set(_named(
    "bat", "bird", "crow", "dove", "eagle", "swallow", "parrot", "owl", "butterfly", "bee", "dragonfly", "mosquito", "fly", "ladybug", "phoenix", "dragon", "fairy", "angel", "ghost", "ufo", "rocket",
    "airplane", "small plane", "helicopter", "parachute", "hot air balloon", "airship", "satellite", "kite", "balloon", "paper plane", "sun", "moon", "full moon", "star", "shooting star", "comet", "planet",
    "earth", "cloud", "sun behind cloud", "rain cloud", "thundercloud", "snow cloud", "rainbow", "lightning", "sparkles", "snowflake", "fireworks", "tornado", "bubbles", "feather", "wing", "maple leaf", "autumn leaf", "heart", "broken heart", "music note", "paper crane", "water drop",
))
SKY_ONLY = set(_named("sun", "moon", "full moon", "star", "shooting star", "comet", "planet", "cloud", "sun behind cloud", "rain cloud", "thundercloud", "snow cloud", "rainbow", "lightning", "fireworks", "satellite"))
AFLOAT_THINGS = {t.index for t in THINGS if t.kind in ("boat", "sea")} | set(_named("duck", "swan", "goose", "lifebuoy", "iceberg", "rower", "surfer", "swimmer", "mermaid", "hippo", "crocodile", "turtle", "seal", "paper boat", "lotus", "wave", "island"))


# Drawn as head and shoulders: they look out of the image's lower edge.
BUSTS = {
    t.index for t in THINGS if t.kind == "person" and t.english[0] not in (
        "groom", "dancer", "dancing man", "ballet dancer", "runner", "walker", "skier", "snowboarder", "surfer", "rower", "swimmer", "cyclist",
        "meditating person", "climber", "jockey", "weightlifter", "juggler", "fencer", "couple", "family", "ninja", "clown", "cowboy", "astronaut",
    )
} | set(_named("wizard", "vampire", "elf", "troll", "goblin", "ogre"))


@dataclass(frozen=True)
class Item:
    """A thing: which drawing, its larger side and where its foot is (all in shares of the image), whether it is mirrored."""

    thing: int
    drawing: int
    size: float
    x: float
    foot: float
    flip: bool = False
    color: int | None = None
    material: int | None = None
    afloat: bool = False
    aloft: bool = False


@dataclass(frozen=True)
class Scene:
    arrangement: str
    place: int
    time: int
    weather: int
    season: int
    look: int
    items: tuple[Item, ...]
    seed: int


def held_out(scene: Scene) -> bool:
    """Combinations never trained, on which the scores are taken: one in ten pairs of thing with place, color, and style."""
    for i in scene.items:
        if (i.thing * 3 + scene.place * 7) % 10 == 1 and scene.place != SOFT:
            return True
        if i.color is not None and (i.thing * 7 + i.color * 3) % 10 == 4:
            return True
        if scene.look != DEFAULT and (i.thing * 7 + scene.look * 11) % 10 == 6:
            return True
    return False


def placement(item: Item) -> tuple[int, int, int]:
    """The nearest placement on the grid: the size as an index of SIZES, and the row and column of the square's middle, 0..16."""
    size = int(np.argmin([abs(np.log(item.size * GRID / FILL / n)) for n in SIZES]))
    row = round(item.foot * GRID - FOOT * SIZES[size])
    return size, min(max(row, 0), GRID), min(max(round(item.x * GRID), 0), GRID)


def snapped(item: Item) -> Item:
    """The item at its nearest placement, moved by at most half a cell."""
    size, row, column = placement(item)
    return replace(item, size=FILL * SIZES[size] / GRID, x=column / GRID, foot=(row + FOOT * SIZES[size]) / GRID)


class Composer:
    """Makes up scenes. What stands, floats and flies follows the place's stage.

    Positions and sizes are drawn freely, and then moved to the grid of the latents: latents of a drawing at fractions of a cell cannot be
    made from each other.
    """

    def __init__(self, random: np.random.Generator, firsts: tuple[int, ...] = ()):
        self.random, self.firsts = random, firsts

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def pick(self, choices):
        return choices[int(self.random.integers(len(choices)))]

    def chance(self, share: float) -> bool:
        return bool(self.random.uniform() < share)

    def item(self, thing: int, size: float, x: float, foot: float, **more) -> Item:
        choices = tuple(dict.fromkeys(variants(THINGS[thing], VARIANTS)))
        return snapped(Item(thing, self.pick(choices), size, x, foot, self.chance(0.5), **more))

    def dressed(self, item: Item) -> Item:
        if THINGS[item.thing].kind in NEVER_DYED:
            return item
        if self.chance(DYED):
            return replace(item, color=int(self.random.integers(len(COLORS))))
        if self.chance(MATERIAL):
            return replace(item, material=int(self.random.integers(len(MATERIALS))))
        return item

    def setting(self) -> tuple[int, int, int, int]:
        """Place, time, weather, season."""
        u = self.random.uniform()
        if u < 0.3:
            return SOFT, 0, 0, 0
        if u < 0.38:
            return PLACES.index(self.pick(tuple(PLAIN))), 0, 0, 0
        place = int(self.random.integers(1 + len(PLAIN), len(PLACES)))
        if PLACES[place] in INDOORS:
            return place, 0, 0, 0
        time = int(self.random.choice(len(TIME_NAMES), p=(0.48, 0.09, 0.14, 0.1, 0.19)))
        weather = int(self.random.choice(len(WEATHERS), p=(0.66, 0.06, 0.08, 0.05, 0.05, 0.06, 0.04)))
        season = int(self.random.choice(len(SEASONS), p=(0.79, 0.07, 0.07, 0.07)))
        if PLACES[place] in BEHIND_GLASS:
            return place, time, 0, 0
        return place, time, weather, season

    def where(self, thing: int, place: int) -> str:
        if PLACES[place] in FLYING:
            return "air"
        if PLACES[place] == "underwater":
            return "air" if THINGS[thing].kind == "sea" and self.chance(0.75) else "ground"
        if thing in SKY_ONLY:
            return "air"
        if thing in AIRBORNE and self.chance(0.65):
            return "air"
        if thing in AFLOAT_THINGS and self.chance(0.85):
            return "water"
        return "water" if PLACES[place] in AFLOAT else "ground"

    def arrange(self, arrangement: str, place: int) -> tuple[Item, ...]:
        first, second = (int(i) for i in self.random.choice(len(THINGS), 2, replace=False))
        if self.firsts:
            first = self.pick([i for i in self.firsts if i != second])
        stage = STAGES[PLACES[place]]
        mode = self.where(first, place)

        def foot(kind: str, size: float) -> tuple[float, dict]:
            if kind == "air" and stage.air:
                return self.between(*stage.air) + size / 2, {"aloft": True}
            if kind == "water" and stage.water:
                return self.between(*stage.water), {"afloat": True}
            return self.between(*stage.ground), {}

        if arrangement in ("single", "small"):
            size = self.between(0.42, 0.68) if arrangement == "single" else self.between(0.17, 0.26)
            if THINGS[first].kind == "building" and arrangement == "single":
                size = self.between(0.5, 0.72)
            y, more = foot(mode, size)
            if first in BUSTS and arrangement == "single" and self.chance(0.75):
                size, y, more = self.between(0.6, 0.84), self.between(1.0, 1.03), {}
            spread = 0.09 if arrangement == "single" else 0.26
            x = min(max(0.5 + self.between(-1, 1) * spread * 1.6, size / 2 + 0.01), 0.99 - size / 2) if size < 0.95 else 0.5
            return (self.dressed(self.item(first, min(size, y - 0.05), x, y, **more)),)
        if arrangement == "portrait":
            lively = [t.index for t in THINGS if t.kind in ("person", "animal", "fantasy")]
            first = self.pick([i for i in lively if not self.firsts or i in self.firsts])
            return (self.item(first, self.between(0.84, 0.98), 0.5 + self.between(-0.05, 0.05), self.between(0.98, 1.06)),)
        if arrangement == "count":
            return self._several(first, mode, foot)
        if arrangement == "beside":
            a, b = self.between(0.3, 0.44), self.between(0.3, 0.44)
            # Both in the air or both afloat where both can be; otherwise on the ground, or in the air where there is none.
            both = mode if self.where(second, place) == mode else "air" if PLACES[place] in FLYING else "ground"
            y, more = foot(both, a)
            left, right = self.item(first, a, 0.5 - self.between(0.2, 0.26), y, **more), self.item(second, b, 0.5 + self.between(0.2, 0.26), y + self.between(-0.02, 0.02), **more)
            return self.dressed(left), self.dressed(right)
        return self._related(arrangement, first, stage, place)

    def _several(self, thing: int, mode: str, foot) -> tuple[Item, ...]:
        count = int(self.random.choice((2, 3, 4, 5), p=(0.42, 0.34, 0.14, 0.1)))
        size = {2: self.between(0.3, 0.42), 3: self.between(0.24, 0.33), 4: self.between(0.2, 0.27), 5: self.between(0.18, 0.24)}[count]
        y, more = foot(mode, size)
        color = self.dressed(self.item(thing, size, 0.5, y)).color
        drawing = self.item(thing, size, 0.5, y).drawing
        items = []
        rows = [count] if count <= 3 and self.chance(0.6) else [count - count // 2, count // 2]
        for row, inside in enumerate(rows):
            offset = (row - (len(rows) - 1)) * size * 0.85 if not more.get("aloft") else (row - 0.5 * (len(rows) - 1)) * size * 1.05
            for i in range(inside):
                x = (i + 0.5) / inside + self.between(-0.03, 0.03)
                x = 0.5 + (x - 0.5) * min(1.0, inside * size * 1.25)
                item = self.item(thing, size * self.between(0.9, 1.08), x, y + offset + self.between(-0.02, 0.02), **more)
                items.append(replace(item, drawing=drawing if self.chance(0.75) else item.drawing, color=color))
        return tuple(sorted(items, key=lambda i: i.foot))

    def _related(self, arrangement: str, first: int, stage: Stage, place: int) -> tuple[Item, ...]:
        """Two things in a relation, in painting order; `subject_and_object` gives their order in a sentence."""
        other = self.pick({"on": SUPPORTS, "under": COVERS, "riding": MOUNTS, "in front of": BACKDROPS, "in": CONTAINERS}[arrangement])
        if arrangement == "riding" or self.chance(0.6):
            first = self.pick(RIDERS)
        while other == first:
            first = self.pick(RIDERS)
        y, more = self.between(*stage.ground), {}
        if PLACES[place] in AFLOAT or (other in AFLOAT_THINGS and stage.water):
            y, more = self.between(*(stage.water or stage.ground)), {"afloat": True}
        if PLACES[place] in FLYING:
            y, more = self.between(0.78, 0.86), {"aloft": True}
        x = 0.5 + self.between(-0.1, 0.1)
        if arrangement in ("on", "riding"):
            base = self.dressed(self.item(other, self.between(0.38, 0.5), x, y, **more))
            top = base.foot - base.size * height_share(base)
            dip = base.size * height_share(base) * (0.3 if arrangement == "riding" else 0.05)
            upper = self.dressed(self.item(first, min(self.between(0.27, 0.36), top + dip - 0.03), base.x + self.between(-0.04, 0.04), top + dip, aloft=True))
            return base, upper
        if arrangement == "under":
            cover = self.dressed(self.item(other, self.between(0.6, 0.72), x, y, **more))
            if other in SKY_ONLY or THINGS[other].english[0] in ("umbrella", "parachute", "hot air balloon"):
                cover = replace(cover, foot=y - self.between(0.24, 0.3), size=self.between(0.4, 0.5), aloft=True, afloat=False)
            under = self.dressed(self.item(first, self.between(0.26, 0.34), x + self.between(-0.08, 0.08), min(y + 0.03, 0.96), **more))
            return cover, under
        if arrangement == "in":
            box = self.dressed(self.item(other, self.between(0.4, 0.52), x, y, **more))
            height = box.size * height_share(box)
            inside = self.dressed(self.item(first, self.between(0.3, 0.4), box.x + self.between(-0.03, 0.03), 0.0, aloft=True))
            inside = replace(inside, foot=box.foot - height * 0.8 + inside.size * height_share(inside) * 0.42)
            return inside, box
        back = self.item(other, self.between(0.56, 0.7), x, y - 0.03, **more)
        front = self.dressed(self.item(first, self.between(0.28, 0.38), x + self.between(-0.16, 0.16), min(y + 0.06, 0.96), **more))
        return back, front

    def scene(self, trained: bool = True) -> Scene:
        """A scene at random. With `trained`, none of the held-out combinations; else a single held-out one."""
        while True:
            arrangement = ARRANGEMENTS[int(self.random.choice(len(ARRANGEMENTS), p=SHARES))] if trained else "single"
            place, time, weather, season = self.setting()
            look = int(self.random.integers(1, len(LOOKS))) if self.chance(STYLED) else DEFAULT
            if arrangement == "empty":
                items = ()
                while place == SOFT:
                    place, time, weather, season = self.setting()
            else:
                items = tuple(snapped(item) for item in self.arrange(arrangement, place))
            scene = Scene(arrangement, place, time, weather, season, look, items, int(self.random.integers(2**31)))
            if held_out(scene) != trained:
                return scene


def random_scene(random: np.random.Generator, trained: bool = True, firsts: tuple[int, ...] = ()) -> Scene:
    """`firsts`: the things of which one is in the scene, if it has things and they aren't chosen for a relation."""
    return Composer(random, firsts).scene(trained)


def subject_and_object(scene: Scene) -> tuple[Item, Item]:
    """The two things of a relation in the order of a sentence: the fox on the table."""
    a, b = scene.items
    return (a, b) if scene.arrangement in ("beside", "in") else (b, a)


@lru_cache(maxsize=2500)
def _dressed_sprite(file: str, color: int | None, material: int | None, largest: int = 208) -> np.ndarray:
    """[H, W, 4] uint8 in the house's inks, colors multiplied with alpha, the larger side at most `largest` pixels."""
    image = sprite.__wrapped__(file)
    scale = largest / max(image.shape[:2])
    if scale < 1:
        premultiplied = image.astype(np.float32)
        premultiplied[..., :3] *= premultiplied[..., 3:] / 255
        small = cv2.resize(premultiplied, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        small[..., :3] /= np.maximum(small[..., 3:] / 255, 1e-3)
        image = small
    colors, alpha = np.clip(image[..., :3].astype(np.float32) / 255, 0, 1), image[..., 3].astype(np.float32) / 255
    if color is not None:
        colors = dye(colors, alpha, color)
    if material is not None:
        colors = made_of(colors, alpha, material, np.random.default_rng(len(file) + material))
    # A dyed drawing must keep its color's name; the others go toward the house's inks.
    colors = mute(np.clip(colors, 0, 1), 0.6 if color is None and material is None else 0.0)
    return np.round(np.concatenate((colors * alpha[..., None], alpha[..., None]), -1) * 255).astype(np.uint8)


def drawing_file(item: Item) -> str:
    return THINGS[item.thing].drawings[item.drawing]


@lru_cache(maxsize=8000)
def _proportion(file: str) -> float:
    h, w = sprite.__wrapped__(file).shape[:2]
    return h / max(h, w)


def height_share(item: Item) -> float:
    """The drawing's height as a share of its larger side."""
    return _proportion(drawing_file(item))


def sprite_in_image(item: Item, side: int) -> tuple[np.ndarray, tuple[int, int]]:
    """The drawing as it lies in the image: premultiplied [h, w, 4] float32 and its top left corner."""
    image = _dressed_sprite(drawing_file(item), item.color, item.material, 208 * max(round(side / SIDE), 1))
    if item.flip:
        image = image[:, ::-1]
    h, w = image.shape[:2]
    scale = item.size * side / max(h, w)
    if scale < 0.5:
        image = cv2.resize(image, None, fx=scale * 1.4, fy=scale * 1.4, interpolation=cv2.INTER_AREA)
        h, w = image.shape[:2]
        scale = item.size * side / max(h, w)
    box_w, box_h = int(np.ceil(scale * w)) + 3, int(np.ceil(scale * h)) + 3
    left, bottom = item.x * side - box_w / 2, item.foot * side
    x0, y0 = int(np.floor(left)), int(np.floor(bottom - box_h + 1))
    matrix = np.array(((scale, 0.0, (box_w - scale * w) / 2 + left - x0), (0.0, scale, (box_h - scale * h) / 2 + bottom - box_h + 1 - y0)))
    warped = cv2.warpAffine(np.ascontiguousarray(image), matrix, (box_w + 1, box_h + 1), flags=cv2.INTER_LINEAR)
    return warped.astype(np.float32) / 255, (x0, y0)


def paint_item(p: Painter, item: Item, stage: Stage, place: str):
    side = p.side
    sprite_image, (x0, y0) = sprite_in_image(item, side)
    h, w = sprite_image.shape[:2]
    top, bottom, left, right = max(y0, 0), min(y0 + h, side), max(x0, 0), min(x0 + w, side)
    if top >= bottom or left >= right:
        return
    cut = sprite_image[top - y0 : bottom - y0, left - x0 : right - x0]
    width = item.size * w / max(w, h)
    standing = not item.aloft and not item.afloat
    if standing and place in AFLOAT:
        p.fill(p.blob(item.x, item.foot + 0.02, width * 0.62, 0.06, 0.12), rgb("#4a5358"))
    if standing and stage.shadow and item.foot < 0.97:
        p.fill(p.disc(item.x, item.foot - 0.004, width * 0.46, max(width * 0.07, 0.012)), rgb("#1f2228"), raw=True, alpha=stage.shadow)
    if p.layered:
        mask = np.zeros((side, side), np.uint8)
        mask[top:bottom, left:right] = cut[..., 3] * 255
        p._cast_shadow(mask, 0.34)
    tint = 1 + (p.light.tint - 1) * 0.45
    window = p.image[top:bottom, left:right]
    window *= 1 - cut[..., 3:]
    window += cut[..., :3] * tint
    if item.afloat:
        y = item.foot - 0.012
        p.fill(p.disc(item.x, y + 0.012, width * 0.5, max(width * 0.05, 0.014)), mix(p.image[min(int(item.foot * side) + 3, side - 1), int(np.clip(item.x, 0, 0.99) * side)], (0.15, 0.25, 0.3), 0.25), raw=True, alpha=0.75)
        p.line([(item.x - width * 0.46, y + 0.004), (item.x, y + 0.012), (item.x + width * 0.46, y + 0.004)], 0.006, rgb("#f3ead6"), alpha=0.6)


def render(scene: Scene, side: int = SIDE) -> np.ndarray:
    """The scene before its finish, [side, side, 3] uint8."""
    random = np.random.default_rng(scene.seed)
    time, weather, place = TIME_NAMES[scene.time], WEATHERS[scene.weather], PLACES[scene.place]
    painter = Painter(side, random, make_light(time, weather, random), SEASONS[scene.season], LOOKS[scene.look].name == "paper cut")
    stage = paint_place(painter, place, time, weather)
    for item in scene.items:
        paint_item(painter, item, stage, place)
    if place not in INDOORS:
        paint_weather(painter, weather)
    return np.round(apply_look(painter.image, scene.look, random) * 255).astype(np.uint8)


def _stages() -> dict[str, Stage]:
    """Each place's stage, found by painting it once, small."""
    stages = {}
    for name in PLACES:
        random = np.random.default_rng(0)
        stages[name] = paint_place(Painter(16, random, make_light("day", "clear", random)), name, "day", "clear")
    return stages


STAGES = _stages()
