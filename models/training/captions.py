"""What people would write to get a scene, in English and Chinese, at random."""
import numpy as np

from .dyes import COLORS, MATERIALS
from .looks import DEFAULT, LOOKS
from .moods import SEASONS, WEATHERS
from .places import INDOORS, PLACES
from .scenes import SOFT, TIME_NAMES, Item, Scene, subject_and_object
from .things import BY_NAME, THINGS
from .words import (
    CHINESE_BIG, CHINESE_CLOSERS, CHINESE_LIVELY, CHINESE_MOODS, CHINESE_NUMBERS, CHINESE_OPENERS, CHINESE_PORTRAIT, CHINESE_PRAISE, CHINESE_SMALL,
    CHINESE_STYLE, ENGLISH_BIG, ENGLISH_LIVELY, ENGLISH_MOODS, ENGLISH_NUMBERS, ENGLISH_OPENERS, ENGLISH_PORTRAIT, ENGLISH_PRAISE, ENGLISH_SMALL,
    ENGLISH_STYLE, MEASURE_EXCEPTIONS, MEASURES, RELATIONS, SEASON_WORDS, TIME_WORDS, WEATHER_WORDS, place_words, plural, with_article,
)

SILENT_SOFT = 0.8  # how often the quiet ground goes unmentioned
SILENT_PLACE = 0.1  # how often any other place does, so that a prompt without a place may get any
SILENT_DEFAULT_LOOK = 0.88
SILENT_DAY = 0.85
KEYWORDS = 0.22
BIG_FROM = 0.6
LIVELY = ("animal", "sea", "person", "fantasy")
MEASURE = {t.index: MEASURES[t.kind] for t in THINGS} | {
    BY_NAME[name]: measure for measure, names in MEASURE_EXCEPTIONS.items() for name in names.split("|") if name in BY_NAME
}


class Chooser:
    """Draws from lists and tosses coins."""

    def __init__(self, random: np.random.Generator):
        self.random = random

    def pick(self, choices):
        # The first name is the commonest and is drawn most.
        return choices[int(self.random.integers(len(choices) + 1)) % len(choices)]

    def chance(self, share: float) -> bool:
        return bool(self.random.uniform() < share)


class Mood:
    """Which parts of the setting a caption names."""

    def __init__(self, scene: Scene, chooser: Chooser):
        place = PLACES[scene.place]
        silent = SILENT_SOFT if scene.place == SOFT else SILENT_PLACE
        self.place = place if not scene.items or not chooser.chance(silent) else None
        outdoors = place not in INDOORS
        time, weather = TIME_NAMES[scene.time], WEATHERS[scene.weather]
        named_time = outdoors and not chooser.chance(SILENT_DAY if time == "day" else 0.08)
        self.time = time if named_time and (time != "day" or weather == "clear") else None
        self.weather = weather if outdoors and not chooser.chance(0.97 if weather == "clear" else 0.08) else None
        self.season = SEASONS[scene.season] if outdoors and scene.season and not chooser.chance(0.1) else None
        self.look = LOOKS[scene.look] if not chooser.chance(SILENT_DEFAULT_LOOK if scene.look == DEFAULT else 0.02) else None

    def words(self) -> list[tuple]:
        """The word lists of what is named, place first."""
        parts = [place_words(self.place)] if self.place else []
        for value, table in ((self.time, TIME_WORDS), (self.weather, WEATHER_WORDS), (self.season, SEASON_WORDS)):
            if value:
                parts.append(table[value])
        return parts


def _english_name(item: Item, chooser: Chooser, many: bool = False, small: bool = False) -> tuple[str, str]:
    """(the name with its adjectives, the bare name)."""
    name = chooser.pick(THINGS[item.thing].english)
    phrase, tail = plural(name) if many else name, ""
    if item.color is not None:
        phrase = f"{chooser.pick(COLORS[item.color][0])} {phrase}"
    if item.material is not None:
        adjectives, phrases = MATERIALS[item.material][:2]
        if chooser.chance(0.65):
            phrase = f"{chooser.pick(adjectives)} {phrase}"
        else:
            tail = f" {chooser.pick(phrases)}"
    if small:
        phrase = f"{chooser.pick(ENGLISH_SMALL)} {phrase}"
    elif item.size > BIG_FROM and chooser.chance(0.25):
        phrase = f"{chooser.pick(ENGLISH_BIG)} {phrase}"
    if chooser.chance(0.1):
        phrase = f"{chooser.pick(ENGLISH_LIVELY if THINGS[item.thing].kind in LIVELY else ENGLISH_MOODS)} {phrase}"
    return phrase + tail, name


def _english_single(item: Item, chooser: Chooser, small: bool = False) -> str:
    phrase, name = _english_name(item, chooser, small=small)
    if chooser.chance(0.75):
        article = chooser.pick(("the", "one", "my", "this"))
        return f"{article} {phrase}" if chooser.chance(0.08) else with_article(phrase, name)
    return phrase


def _english_subject(scene: Scene, chooser: Chooser) -> str:
    arrangement = scene.arrangement
    if arrangement == "count":
        number = chooser.pick(ENGLISH_NUMBERS[len(scene.items)])
        phrase, _ = _english_name(scene.items[0], chooser, many=True)
        return phrase if chooser.chance(0.08) else f"{number} {phrase}"
    if arrangement == "portrait":
        return chooser.pick(ENGLISH_PORTRAIT).format(_english_single(scene.items[0], chooser))
    if arrangement in ("single", "small"):
        return _english_single(scene.items[0], chooser, arrangement == "small")
    first, second = subject_and_object(scene)
    return f"{_english_single(first, chooser)} {chooser.pick(RELATIONS[arrangement][0])} {_english_single(second, chooser)}"


def _in_english_style(text: str, style: str, chooser: Chooser) -> str:
    """The caption with its style: 'a fox, ink', 'ink style fox', 'a watercolor fox'."""
    if style.startswith(("a ", "an ")):
        return chooser.pick((ENGLISH_STYLE[0], ENGLISH_STYLE[2])).format(subject=text, style=style)
    template = chooser.pick(ENGLISH_STYLE)
    if template == "{style} {subject}":
        article, _, rest = text.partition(" ")
        if article in ("a", "an", "the"):
            phrase = f"{style} {rest}"
            return with_article(phrase, rest) if chooser.chance(0.6) else phrase
    return template.format(subject=text, style=style)


def english(scene: Scene, random: np.random.Generator) -> str:
    """One English caption."""
    chooser = Chooser(random)
    mood = Mood(scene, chooser)
    parts = mood.words()
    praise = [chooser.pick(ENGLISH_PRAISE) for _ in range(int(random.integers(1, 3)))] if chooser.chance(0.2) else []
    if not scene.items:
        keywords = [chooser.pick(p[1]) for p in parts]
        text = ", ".join(keywords) if chooser.chance(0.5) or len(parts) < 2 else f"{keywords[0]} {' '.join(chooser.pick(p[0]) for p in parts[1:])}"
        text = chooser.pick((text, f"empty {text}", f"the {text}", f"a landscape with {text}", text))
    else:
        text = _english_subject(scene, chooser)
        if chooser.chance(KEYWORDS):
            text = ", ".join([text, *(chooser.pick(p[1]) for p in parts)])
        else:
            phrases = [chooser.pick(p[0]) for p in parts]
            text = " ".join([text, *phrases]) if not phrases or not chooser.chance(0.08) else f"{phrases[0]}, {' '.join([text, *phrases[1:]])}"
    if mood.look:
        text = _in_english_style(text, chooser.pick(mood.look.english), chooser)
    elif chooser.chance(0.2):
        text = f"{chooser.pick(ENGLISH_OPENERS)} {text}"
    text = ", ".join([text, *praise])
    return text + chooser.pick((".", "!", ".")) if chooser.chance(0.06) else text


def _chinese_name(item: Item, chooser: Chooser, small: bool = False) -> str:
    name = chooser.pick(THINGS[item.thing].chinese)
    if item.color is not None:
        name = f"{chooser.pick(COLORS[item.color][1])}{'的' if chooser.chance(0.6) else ''}{name}"
    if item.material is not None:
        word = chooser.pick(MATERIALS[item.material][2])
        name = chooser.pick((f"{word}{name}", f"{word}做的{name}", f"{word}的{name}")) if not word.endswith(("做", "制", "雕")) else f"{word}的{name}"
    if small:
        name = f"{chooser.pick(CHINESE_SMALL)}{name}"
    elif item.size > BIG_FROM and chooser.chance(0.25):
        name = f"{chooser.pick(CHINESE_BIG)}{name}"
    if chooser.chance(0.1):
        name = f"{chooser.pick(CHINESE_LIVELY if THINGS[item.thing].kind in LIVELY else CHINESE_MOODS)}{name}"
    return name


def _measure(item: Item, chooser: Chooser) -> str:
    return MEASURE[item.thing] if chooser.chance(0.75) else "个"


def _chinese_single(item: Item, chooser: Chooser, counted: bool, small: bool = False) -> str:
    name = _chinese_name(item, chooser, small)
    return f"一{_measure(item, chooser)}{name}" if counted else name


def _chinese_subject(scene: Scene, chooser: Chooser) -> str:
    arrangement, counted = scene.arrangement, chooser.chance(0.4)
    if arrangement == "count":
        item = scene.items[0]
        return f"{chooser.pick(CHINESE_NUMBERS[len(scene.items)])}{_measure(item, chooser)}{_chinese_name(item, chooser)}"
    if arrangement == "portrait":
        return chooser.pick(CHINESE_PORTRAIT).format(_chinese_single(scene.items[0], chooser, counted))
    if arrangement in ("single", "small"):
        return _chinese_single(scene.items[0], chooser, counted, arrangement == "small")
    first, second = (_chinese_single(i, chooser, counted) for i in subject_and_object(scene))
    word = chooser.pick(RELATIONS[arrangement][1])
    if arrangement in ("beside", "riding"):
        return f"{first}{word}{second}" if arrangement == "beside" or chooser.chance(0.6) else f"{word}{second}的{first}"
    return f"{second}{word}的{first}" if chooser.chance(0.6) else f"{first}在{second}{word}"


def chinese(scene: Scene, random: np.random.Generator) -> str:
    """One Chinese caption."""
    chooser = Chooser(random)
    mood = Mood(scene, chooser)
    parts = mood.words()
    praise = [chooser.pick(CHINESE_PRAISE) for _ in range(int(random.integers(1, 3)))] if chooser.chance(0.2) else []
    if not scene.items:
        text = "，".join(chooser.pick(p[3]) for p in parts) if chooser.chance(0.6) else "".join(chooser.pick(p[2]) for p in parts[1:]) + ("的" if parts[1:] else "") + chooser.pick(parts[0][3])
    else:
        text = _chinese_subject(scene, chooser)
        if chooser.chance(KEYWORDS):
            text = "，".join([text, *(chooser.pick(p[3]) for p in parts)])
        elif parts:
            # Time and weather come before the place.
            where = "".join(chooser.pick(p[2]) for p in (*parts[1:], parts[0])) if mood.place else "".join(chooser.pick(p[2]) for p in parts)
            text = f"{where}的{text}" if chooser.chance(0.7) else (f"{text}在{where}" if mood.place else f"{where}，{text}")
    if mood.look:
        style = chooser.pick(mood.look.chinese)
        text = chooser.pick(CHINESE_STYLE[:3] + CHINESE_STYLE[5:] if style.endswith(("风", "风格")) else CHINESE_STYLE).format(subject=text, style=style)
    elif chooser.chance(0.12):
        text = f"{chooser.pick(CHINESE_OPENERS)}{text}"
    elif chooser.chance(0.12):
        text = f"一张{text}{chooser.pick(CHINESE_CLOSERS)}"
    text = chooser.pick(("，", "，", ", ", "、")).join([text, *praise])
    return text + chooser.pick(("。", "！", "。")) if chooser.chance(0.06) else text
