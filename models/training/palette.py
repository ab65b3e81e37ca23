"""What the model knows, for people to choose from: python3 -m training.palette

Writes vocabulary.json into the model folder: every group with its entries, each with its English and Chinese words, the commonest
first. With --tiles, also draws a small finished image of every thing into the folder tiles.
"""
import argparse
import json

import numpy as np
import torch
from PIL import Image

from .dyes import COLORS, MATERIALS
from .finish import Finish
from .looks import DEFAULT, LOOKS
from .moods import SEASONS, TIMES, WEATHERS
from .paths import MODEL
from .places import PLACES, PLAIN
from .scenes import SOFT, Item, Scene, render
from .things import KINDS, THINGS
from .vae import strengths_of, to_tensor
from .words import RELATIONS, SEASON_WORDS, TIME_WORDS, WEATHER_WORDS, place_words

TILE = 96


def _entry(identifier: str, english, chinese, phrases=None) -> dict:
    entry = {"id": identifier, "en": list(dict.fromkeys(english)), "zh": list(dict.fromkeys(chinese))}
    return entry | ({"phrases": phrases} if phrases else {})


def _setting(identifier: str, words: tuple) -> dict:
    english, keywords, attributes, chinese = words
    return _entry(identifier, keywords, chinese, {"en": list(english), "zh": list(attributes)})


def vocabulary() -> dict:
    """Groups of entries. `phrases` are ready to follow (English) or precede (Chinese) a thing."""
    things = {kind: [_entry(t.english[0], t.english, t.chinese) for t in THINGS if t.kind == kind] for kind in KINDS}
    places = [_setting(name, place_words(name)) for name in PLACES if name not in PLAIN and name != "soft"]
    return {
        "things": things,
        "places": places,
        "grounds": [_setting(name, place_words(name)) for name in ("soft", *PLAIN)],
        "times": [_setting(name, TIME_WORDS[name]) for name in TIMES],
        "weather": [_setting(name, WEATHER_WORDS[name]) for name in WEATHERS],
        "seasons": [_setting(name, SEASON_WORDS[name]) for name in SEASONS if name],
        "colors": [_entry(names[0], names, chinese) for names, chinese, *_ in COLORS],
        "materials": [_entry(names[0], names, chinese, {"en": list(phrases), "zh": [f"{c}做的" for c in chinese]}) for names, phrases, chinese, *_ in MATERIALS],
        "styles": [_entry(look.name, look.english, look.chinese) for look in LOOKS],
        "relations": [_entry(name, english, chinese) for name, (english, chinese) in RELATIONS.items()],
    }


def write_tiles() -> None:
    """One finished tile for each thing, tiles/<index>.webp."""
    torch.set_num_threads(1)
    finish, folder = Finish(), MODEL / "tiles"
    folder.mkdir(parents=True, exist_ok=True)
    strengths = strengths_of(np.array([DEFAULT]))
    for thing in THINGS:
        clean = to_tensor(render(Scene("single", SOFT, 0, 0, 0, DEFAULT, (Item(thing.index, 0, 0.66, 0.5, 0.87),), thing.index))[None])
        pixels = ((finish(clean, strengths)[0].permute(1, 2, 0) + 1) * 127.5).round().byte().numpy()
        Image.fromarray(pixels).resize((TILE, TILE), Image.LANCZOS).save(folder / f"{thing.index}.webp", quality=80)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiles", action="store_true")
    MODEL.mkdir(parents=True, exist_ok=True)
    (MODEL / "vocabulary.json").write_text(json.dumps(vocabulary(), ensure_ascii=False, indent=1) + "\n", "utf8")
    if parser.parse_args().tiles:
        write_tiles()


if __name__ == "__main__":
    main()
