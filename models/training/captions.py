"""What people would write to get a scene, in English and Chinese, by lot."""
import numpy as np

from .colours import COLOURS
from .places import PLACES
from .scenes import SOFT_PLACES, Item, Scene
from .things import THINGS
from .words import (
    CHINESE_BIG, CHINESE_CLOSERS, CHINESE_OPENERS, CHINESE_PRAISE, CHINESE_SMALL, ENGLISH_BIG, ENGLISH_OPENERS,
    ENGLISH_PRAISE, ENGLISH_SMALL, MEASURES, place_words, plural, with_article,
)

SILENT_PLACE = 0.6  # how often a soft ground goes unmentioned; others are always named
KEYWORDS = 0.2


class Lot:
    """Draws from lists and tosses coins."""

    def __init__(self, random: np.random.Generator):
        self.random = random

    def one(self, choices):
        # The first name is the commonest and is drawn most.
        return choices[int(self.random.integers(len(choices) + 1)) % len(choices)]

    def chance(self, share: float) -> bool:
        return bool(self.random.uniform() < share)


def _english_name(item: Item, kind: str, lot: Lot) -> str:
    name = lot.one(THINGS[item.thing].english)
    if item.colour is not None:
        colour = COLOURS[item.colour][0]
        name = f"{'golden' if colour == 'gold' and lot.chance(0.5) else colour} {name}"
    if kind == "small":
        name = f"{lot.one(ENGLISH_SMALL)} {name}"
    elif kind == "big" and lot.chance(0.08):
        name = f"{lot.one(ENGLISH_BIG)} {name}"
    if lot.chance(0.08):
        name = f"{lot.one(('cute', 'beautiful', 'happy', 'lovely'))} {name}"
    return name


def _english_subject(scene: Scene, lot: Lot) -> str:
    if scene.kind == "count":
        count = len(scene.items)
        word = lot.one((("two", "2"), ("three", "3"))[count - 2])
        return f"{word} {plural(lot.one(THINGS[scene.items[0].thing].english))}"
    names = [_english_name(i, scene.kind, lot) for i in scene.items]
    names = [with_article(n) if lot.chance(0.75) else n for n in names]
    return f" {lot.one(('and', 'and', 'with', 'next to', '&'))} ".join(names)


def english(scene: Scene, random: np.random.Generator) -> str:
    """One English caption."""
    lot = Lot(random)
    phrases, keywords, _, _ = place_words(PLACES[scene.place])
    named = scene.place not in SOFT_PLACES or not lot.chance(SILENT_PLACE) or not scene.items
    praise = [lot.one(ENGLISH_PRAISE) for _ in range(int(random.integers(1, 3)))] if lot.chance(0.25) else []
    if not scene.items:
        return ", ".join([lot.one((keywords[0], f"empty {keywords[0]}", f"the {keywords[0]}", *keywords)), *praise])
    subject = _english_subject(scene, lot)
    if lot.chance(KEYWORDS):
        parts = [subject, *([lot.one(keywords)] if named else []), *praise]
        return ", ".join(parts)
    if lot.chance(0.3):
        subject = f"{lot.one(ENGLISH_OPENERS)} {subject}"
    phrase = f" {lot.one(phrases)}" if named else ""
    return ", ".join([subject + phrase, *praise])


def _chinese_name(item: Item, kind: str, lot: Lot) -> str:
    name = lot.one(THINGS[item.thing].chinese)
    if item.colour is not None:
        colour = lot.one(COLOURS[item.colour][1])
        name = f"{colour}{'的' if lot.chance(0.6) else ''}{name}"
    if kind == "small":
        name = f"{lot.one(CHINESE_SMALL[:3])}{name}"
    elif kind == "big" and lot.chance(0.08):
        name = f"{lot.one(CHINESE_BIG)}{name}"
    if lot.chance(0.1):
        name = f"{lot.one(('可爱的', '漂亮的', '快乐的'))}{name}"
    return name


def _measure(item: Item, lot: Lot) -> str:
    return MEASURES[THINGS[item.thing].kind] if lot.chance(0.7) else "个"


def _chinese_subject(scene: Scene, lot: Lot) -> str:
    if scene.kind == "count":
        count = lot.one((("两", "二", "2"), ("三", "3"))[len(scene.items) - 2])
        item = scene.items[0]
        return f"{count}{_measure(item, lot)}{lot.one(THINGS[item.thing].chinese)}"
    names = [_chinese_name(i, scene.kind, lot) for i in scene.items]
    counted = lot.chance(0.4)
    names = [f"一{_measure(i, lot)}{n}" if counted else n for i, n in zip(scene.items, names)]
    return lot.one(("和", "和", "与", "跟")).join(names)


def chinese(scene: Scene, random: np.random.Generator) -> str:
    """One Chinese caption."""
    lot = Lot(random)
    _, _, attributes, keywords = place_words(PLACES[scene.place])
    named = scene.place not in SOFT_PLACES or not lot.chance(SILENT_PLACE) or not scene.items
    praise = [lot.one(CHINESE_PRAISE) for _ in range(int(random.integers(1, 3)))] if lot.chance(0.25) else []
    if not scene.items:
        return "，".join([lot.one(keywords), *praise])
    subject = _chinese_subject(scene, lot)
    if lot.chance(KEYWORDS):
        return "，".join([subject, *([lot.one(keywords)] if named else []), *praise])
    if named:
        place = lot.one(attributes)
        subject = f"{place}的{subject}" if lot.chance(0.7) else f"{subject}在{place}"
    if lot.chance(0.15):
        subject = f"{lot.one(CHINESE_OPENERS)}{subject}"
    elif lot.chance(0.15):
        subject = f"一张{subject}{lot.one(CHINESE_CLOSERS)}"
    return "，".join([subject, *praise])
