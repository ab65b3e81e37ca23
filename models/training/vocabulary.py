"""What the model knows, for people to choose from: python3 -m training.vocabulary

Writes vocabulary.json into the model's folder: entries by kind with their words in both languages, other words that captions have, and
the nearest entries of words that the model doesn't know (near.tsv). --tiles also lets the model draw a tile of every thing, place
and color into vocabulary.webp, and its title image into title.webp.
"""
import argparse
import json
import re

from .colours import COLOURS
from .paths import MODEL, RECIPE
from .places import PLAIN, SCENIC
from .sums import write_sums
from .things import THINGS
from .words import (
    CHINESE_BIG, CHINESE_CLOSERS, CHINESE_OPENERS, CHINESE_PRAISE, CHINESE_SMALL, ENGLISH_BIG, ENGLISH_OPENERS,
    ENGLISH_PRAISE, ENGLISH_SMALL, IRREGULAR_PLURALS, MEASURES, PLAIN_CHINESE, place_words,
)

TILE, COLUMNS = 96, 16
KINDS = {
    "animal": ("Animals", "动物"), "food": ("Food", "食物"), "plant": ("Plants", "植物"), "nature": ("Sky and nature", "自然"),
    "vehicle": ("Vehicles", "交通工具"), "place": ("Buildings", "建筑"), "person": ("Characters", "角色"), "thing": ("Objects", "物品"),
}
PROMPTS = {"thing": "{} on a pastel background", "place": "{}", "other": "a {} balloon"}  # of tiles
SHOTS = {"title": ("a fox in the snow", 1)}


def _unique(words) -> list[str]:
    return list(dict.fromkeys(words))


def _thing(thing) -> dict:
    plurals = [IRREGULAR_PLURALS[name] for name in thing.english if name in IRREGULAR_PLURALS]
    return {"en": _unique((*thing.english, *plurals)), "zh": _unique(thing.chinese)}


def _place(name: str) -> dict:
    _, english, attributes, chinese = place_words(name)
    return {"en": _unique(english), "zh": _unique((*chinese, *attributes))}


def groups() -> list[dict]:
    """Kinds of entries in the order of the palette. `kind` says how they are counted."""
    things = [
        {"kind": "thing", "name": dict(zip(("en", "zh"), names)), "entries": [_thing(t) for t in THINGS if t.kind == kind]}
        for kind, names in KINDS.items()
    ]
    colours = [_colour(name, chinese) for name, chinese, *_ in COLOURS]
    return [
        *things,
        {"kind": "place", "name": {"en": "Places", "zh": "场景"}, "entries": [_place(p) for p in SCENIC]},
        {"kind": "place", "name": {"en": "Backgrounds", "zh": "纯色背景"}, "entries": [_place(p) for p in PLAIN]},
        {"kind": "other", "name": {"en": "Colors", "zh": "颜色"}, "entries": colours},
    ]


def _colour(name: str, chinese: tuple) -> dict:
    english = ("gold", "golden") if name == "gold" else (name,)
    return {"en": list(english), "zh": list(chinese)}


def also() -> dict:
    """Words of captions that name no entry: what people write around them."""
    phrases = [p for place in (*PLAIN, *SCENIC) for p in place_words(place)[0]]
    english = [*ENGLISH_OPENERS, *ENGLISH_PRAISE, *ENGLISH_SMALL, *ENGLISH_BIG, *phrases, "one two three"]
    words = _unique(w for text in english for w in re.findall(r"[a-z0-9'-]+", text.lower()))
    chinese = [
        *CHINESE_OPENERS, *CHINESE_CLOSERS, *CHINESE_PRAISE, *CHINESE_SMALL, *CHINESE_BIG, *MEASURES.values(),
        *PLAIN_CHINESE.values(), "可爱的", "漂亮的", "快乐的", "一", "两", "二", "三", "一张",
    ]
    chinese = [w.strip("：的") or w for w in chinese]
    return {"en": words, "zh": _unique(chinese)}


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
    return {**tiles, "groups": listed, "also": also(), "near": near(entries)}


def write_tiles(words: dict) -> None:
    """The sheet of tiles, drawn by the model itself, and its title image."""
    from PIL import Image

    from .exported_sampler import ExportedSampler

    sampler = ExportedSampler()
    prompts = [PROMPTS[group["kind"]].format(entry["en"][0]) for group in words["groups"] for entry in group["entries"]]
    sheet = Image.new("RGB", (COLUMNS * TILE, -(-len(prompts) // COLUMNS) * TILE), "white")
    for i, prompt in enumerate(prompts):
        image = Image.fromarray(sampler.draw(prompt, seed=i, steps=10))
        sheet.paste(image.resize((TILE, TILE), Image.LANCZOS), (i % COLUMNS * TILE, i // COLUMNS * TILE))
    sheet.save(MODEL / "vocabulary.webp", quality=72, method=6)
    for name, (prompt, seed) in SHOTS.items():
        Image.fromarray(sampler.draw(prompt, seed, steps=20)).save(MODEL / f"{name}.webp", quality=86, method=6)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiles", action="store_true")
    options = parser.parse_args()
    words = vocabulary(options.tiles or (MODEL / "vocabulary.webp").exists())
    (MODEL / "vocabulary.json").write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8")
    if options.tiles:
        write_tiles(words)
    write_sums()
    print(sum(len(g["entries"]) for g in words["groups"]), "entries", len(words["near"]), "rows of near words")


if __name__ == "__main__":
    main()
