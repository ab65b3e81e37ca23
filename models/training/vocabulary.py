"""What the model knows, for people to choose from: python3 -m training.vocabulary

Writes vocabulary.json into the model's folder: entries by kind with their words in both languages, other words that captions have, and
the nearest entries of words that the model doesn't know (near.tsv). --tiles also lets the model draw a tile of every entry into
vocabulary.webp, and its title image into title.webp.
"""
import argparse
import json
import re

from .dyes import COLORS, MATERIALS
from .looks import LOOKS
from .moods import SEASONS, TIMES, WEATHERS
from .paths import MODEL, RECIPE
from .places import PLACES, PLAIN
from .sums import write_sums
from .things import KINDS, THINGS
from .words import (
    CHINESE_BIG, CHINESE_CLOSERS, CHINESE_LIVELY, CHINESE_MOODS, CHINESE_NUMBERS, CHINESE_OPENERS, CHINESE_PRAISE, CHINESE_SMALL, ENGLISH_BIG,
    ENGLISH_LIVELY, ENGLISH_MOODS, ENGLISH_NUMBERS, ENGLISH_OPENERS, ENGLISH_PRAISE, ENGLISH_SMALL, IRREGULAR_PLURALS, MEASURE_EXCEPTIONS, MEASURES,
    PLAIN_CHINESE, RELATIONS, SEASON_WORDS, TIME_WORDS, WEATHER_WORDS, place_words,
)

TILE, COLUMNS = 96, 16
# Two things of a prompt are often both there, but seldom in every seed (`both in top 5` in scores.json). Scenes have one place and one style.
AT_ONCE = {"thing": 1, "place": 1, "style": 1}
NAMES = {
    "animal": ("Animals", "动物"), "sea": ("Sea life", "海洋生物"), "plant": ("Plants", "植物"), "food": ("Food", "食物"), "drink": ("Drinks", "饮品"),
    "nature": ("Sky and nature", "自然"), "vehicle": ("Vehicles", "交通工具"), "boat": ("Boats", "船只"), "building": ("Buildings", "建筑"),
    "person": ("People", "人物"), "fantasy": ("Fantasy", "奇幻"), "thing": ("Objects", "物品"), "tool": ("Tools", "工具"), "music": ("Music", "音乐"),
    "clothes": ("Clothes", "服饰"), "play": ("Sports and play", "运动与游戏"),
}
# What a tile of each group shows.
PROMPTS = {
    "Places": "{}", "Backgrounds": "{}", "Times of day": "mountains, {}", "Weather": "a village, {}", "Seasons": "a park, {}",
    "Colors": "a {} balloon", "Materials": "a {} elephant", "Styles": "a lighthouse, {}",
}
SHOTS = {"title": ("a fox in the snow", 1)}


# English words of entries that the model draws, but seldom so that they can be recognized: by eye, from several seeds of each.
ROUGH = frozenset((RECIPE / "rough.txt").read_text("utf8").split("\n"))


def _unique(words) -> list[str]:
    return list(dict.fromkeys(words))


def _entry(english, chinese) -> dict:
    entry = {"en": _unique(english), "zh": _unique(chinese)}
    return {**entry, "rough": True} if entry["en"][0] in ROUGH else entry


def _thing(thing) -> dict:
    return _entry((*thing.english, *(IRREGULAR_PLURALS[name] for name in thing.english if name in IRREGULAR_PLURALS)), thing.chinese)


def _setting(words: tuple) -> dict:
    _, english, attributes, chinese = words
    return _entry(english, (*chinese, *attributes))


def groups() -> list[dict]:
    """Kinds of entries in the order of the palette: after the animals, places and styles, which suit any thing. `kind` says how they are counted."""
    scenic = [p for p in PLACES if p not in PLAIN and p != "soft"]
    settings = (
        ("place", "Places", "场景", [_setting(place_words(p)) for p in scenic]),
        ("style", "Styles", "风格", [_entry(look.english, look.chinese) for look in LOOKS]),
    )
    others = (
        ("other", "Backgrounds", "背景", [_setting(place_words(p)) for p in ("soft", *PLAIN)]),
        ("other", "Times of day", "时间", [_setting(TIME_WORDS[t]) for t in TIMES]),
        ("other", "Weather", "天气", [_setting(WEATHER_WORDS[w]) for w in WEATHERS]),
        ("other", "Seasons", "季节", [_setting(SEASON_WORDS[s]) for s in SEASONS if s]),
        ("other", "Colors", "颜色", [_entry(english, chinese) for english, chinese, *_ in COLORS]),
        ("other", "Materials", "材质", [_entry((*english, *phrases), chinese) for english, phrases, chinese, *_ in MATERIALS]),
    )
    things = [("thing", *NAMES[kind], [_thing(t) for t in THINGS if t.kind == kind]) for kind in KINDS]
    return [{"kind": kind, "name": {"en": english, "zh": chinese}, "entries": entries} for kind, english, chinese, entries in (things[0], *settings, *things[1:], *others)]


def also() -> dict:
    """Words of captions that name no entry: what people write around them."""
    settings = [*(place_words(p) for p in PLACES), *TIME_WORDS.values(), *WEATHER_WORDS.values(), *SEASON_WORDS.values()]
    english = [
        *ENGLISH_OPENERS, *ENGLISH_PRAISE, *ENGLISH_MOODS, *ENGLISH_LIVELY, *ENGLISH_SMALL, *ENGLISH_BIG, *(phrase for s in settings for phrase in s[0]),
        *(word for relation, _ in RELATIONS.values() for word in relation), *(word for words in ENGLISH_NUMBERS.values() for word in words),
        "one portrait close-up style empty landscape",
    ]
    chinese = [
        *CHINESE_OPENERS, *CHINESE_CLOSERS, *CHINESE_PRAISE, *CHINESE_MOODS, *CHINESE_LIVELY, *CHINESE_SMALL, *CHINESE_BIG, *MEASURES.values(), *MEASURE_EXCEPTIONS,
        *PLAIN_CHINESE.values(), *(word for _, relation in RELATIONS.values() for word in relation), *(word for words in CHINESE_NUMBERS.values() for word in words),
        "一", "二", "肖像", "特写", "风格", "雪", "香喷喷",
    ]
    words = _unique(w for text in english for w in re.findall(r"[a-z0-9'-]+", text.lower()))
    return {"en": words, "zh": _unique(w.strip("：的") or w for w in chinese)}


def near(entries: list[dict]) -> list[dict]:
    """Rows of near.tsv whose words no entry has, with the numbers of at most four entries each."""
    number, known = {}, {w for e in entries for w in (*e["en"], *e["zh"])}
    for i, entry in enumerate(entries):
        for word in entry["en"]:
            number.setdefault(word, i)
    rows = []
    for line in (RECIPE / "near.tsv").read_text("utf8").splitlines():
        if not line or line.startswith("#"):
            continue
        words, names = (part.split("|") for part in line.split("\t"))
        found = _unique(number[n] for n in names if n in number)[:4]
        words = [w for w in words if w not in known]
        if found and words:
            rows.append({"words": words, "entries": found})
    return rows


def vocabulary(with_tiles: bool) -> dict:
    listed = groups()
    entries = [entry for group in listed for entry in group["entries"]]
    if with_tiles:
        for i, entry in enumerate(entries):
            entry["tile"] = i
    tiles = {"tiles": {"size": TILE, "columns": COLUMNS}} if with_tiles else {}
    return {**tiles, "groups": listed, "also": also(), "near": near(entries), "atOnce": AT_ONCE}


def write_tiles(words: dict, steps: int) -> None:
    """The sheet of tiles, drawn by the model itself, and its title image."""
    from PIL import Image

    from .exported_sampler import ExportedSampler

    sampler = ExportedSampler()
    prompts = [PROMPTS.get(group["name"]["en"], "{}").format(entry["en"][0]) for group in words["groups"] for entry in group["entries"]]
    sheet = Image.new("RGB", (COLUMNS * TILE, -(-len(prompts) // COLUMNS) * TILE), "white")
    for i, prompt in enumerate(prompts):
        image = Image.fromarray(sampler.draw(prompt, seed=i, steps=steps))
        sheet.paste(image.resize((TILE, TILE), Image.LANCZOS), (i % COLUMNS * TILE, i // COLUMNS * TILE))
    sheet.save(MODEL / "vocabulary.webp", quality=72, method=6)
    for name, (prompt, seed) in SHOTS.items():
        Image.fromarray(sampler.draw(prompt, seed, steps=2 * steps)).save(MODEL / f"{name}.webp", quality=86, method=6)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiles", action="store_true")
    parser.add_argument("--steps", type=int, default=10)
    options = parser.parse_args()
    words = vocabulary(options.tiles or (MODEL / "vocabulary.webp").exists())
    MODEL.mkdir(parents=True, exist_ok=True)
    (MODEL / "vocabulary.json").write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8")
    if options.tiles:
        write_tiles(words, options.steps)
    write_sums()
    print(sum(len(g["entries"]) for g in words["groups"]), "entries", len(words["near"]), "rows of near words")


if __name__ == "__main__":
    main()
