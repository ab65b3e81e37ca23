"""What people would write to get a scene, in English and Chinese, at random."""
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


class Chooser:
    """Draws from lists and tosses coins."""

    def __init__(self, random: np.random.Generator):
        self.random = random

    def pick(self, choices):
        # The first name is the commonest and is drawn most.
        return choices[int(self.random.integers(len(choices) + 1)) % len(choices)]

    def chance(self, share: float) -> bool:
        return bool(self.random.uniform() < share)


def _english_name(item: Item, kind: str, chooser: Chooser) -> str:
    name = chooser.pick(THINGS[item.thing].english)
    if item.colour is not None:
        colour = COLOURS[item.colour][0]
        name = f"{'golden' if colour == 'gold' and chooser.chance(0.5) else colour} {name}"
    if kind == "small":
        name = f"{chooser.pick(ENGLISH_SMALL)} {name}"
    elif kind == "big" and chooser.chance(0.08):
        name = f"{chooser.pick(ENGLISH_BIG)} {name}"
    if chooser.chance(0.08):
        name = f"{chooser.pick(('cute', 'beautiful', 'happy', 'lovely'))} {name}"
    return name


def _english_subject(scene: Scene, chooser: Chooser) -> str:
    if scene.kind == "count":
        count = len(scene.items)
        word = chooser.pick((("two", "2"), ("three", "3"))[count - 2])
        return f"{word} {plural(chooser.pick(THINGS[scene.items[0].thing].english))}"
    names = [_english_name(i, scene.kind, chooser) for i in scene.items]
    names = [with_article(n) if chooser.chance(0.75) else n for n in names]
    return f" {chooser.pick(('and', 'and', 'with', 'next to', '&'))} ".join(names)


def english(scene: Scene, random: np.random.Generator) -> str:
    """One English caption."""
    chooser = Chooser(random)
    phrases, keywords, _, _ = place_words(PLACES[scene.place])
    names_place = scene.place not in SOFT_PLACES or not chooser.chance(SILENT_PLACE) or not scene.items
    praise = [chooser.pick(ENGLISH_PRAISE) for _ in range(int(random.integers(1, 3)))] if chooser.chance(0.25) else []
    if not scene.items:
        return ", ".join([chooser.pick((keywords[0], f"empty {keywords[0]}", f"the {keywords[0]}", *keywords)), *praise])
    subject = _english_subject(scene, chooser)
    if chooser.chance(KEYWORDS):
        parts = [subject, *([chooser.pick(keywords)] if names_place else []), *praise]
        return ", ".join(parts)
    if chooser.chance(0.3):
        subject = f"{chooser.pick(ENGLISH_OPENERS)} {subject}"
    phrase = f" {chooser.pick(phrases)}" if names_place else ""
    return ", ".join([subject + phrase, *praise])


def _chinese_name(item: Item, kind: str, chooser: Chooser) -> str:
    name = chooser.pick(THINGS[item.thing].chinese)
    if item.colour is not None:
        colour = chooser.pick(COLOURS[item.colour][1])
        name = f"{colour}{'的' if chooser.chance(0.6) else ''}{name}"
    if kind == "small":
        name = f"{chooser.pick(CHINESE_SMALL[:3])}{name}"
    elif kind == "big" and chooser.chance(0.08):
        name = f"{chooser.pick(CHINESE_BIG)}{name}"
    if chooser.chance(0.1):
        name = f"{chooser.pick(('可爱的', '漂亮的', '快乐的'))}{name}"
    return name


def _measure(item: Item, chooser: Chooser) -> str:
    return MEASURES[THINGS[item.thing].kind] if chooser.chance(0.7) else "个"


def _chinese_subject(scene: Scene, chooser: Chooser) -> str:
    if scene.kind == "count":
        count = chooser.pick((("两", "二", "2"), ("三", "3"))[len(scene.items) - 2])
        item = scene.items[0]
        return f"{count}{_measure(item, chooser)}{chooser.pick(THINGS[item.thing].chinese)}"
    names = [_chinese_name(i, scene.kind, chooser) for i in scene.items]
    counted = chooser.chance(0.4)
    names = [f"一{_measure(i, chooser)}{n}" if counted else n for i, n in zip(scene.items, names)]
    return chooser.pick(("和", "和", "与", "跟")).join(names)


def chinese(scene: Scene, random: np.random.Generator) -> str:
    """One Chinese caption."""
    chooser = Chooser(random)
    _, _, attributes, keywords = place_words(PLACES[scene.place])
    names_place = scene.place not in SOFT_PLACES or not chooser.chance(SILENT_PLACE) or not scene.items
    praise = [chooser.pick(CHINESE_PRAISE) for _ in range(int(random.integers(1, 3)))] if chooser.chance(0.25) else []
    if not scene.items:
        return "，".join([chooser.pick(keywords), *praise])
    subject = _chinese_subject(scene, chooser)
    if chooser.chance(KEYWORDS):
        return "，".join([subject, *([chooser.pick(keywords)] if names_place else []), *praise])
    if names_place:
        place = chooser.pick(attributes)
        subject = f"{place}的{subject}" if chooser.chance(0.7) else f"{subject}在{place}"
    if chooser.chance(0.15):
        subject = f"{chooser.pick(CHINESE_OPENERS)}{subject}"
    elif chooser.chance(0.15):
        subject = f"一张{subject}{chooser.pick(CHINESE_CLOSERS)}"
    return "，".join([subject, *praise])
