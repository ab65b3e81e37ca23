"""The scores on combinations that were never trained: python3 -m training.scores [--prompts N]

The same scenes, drawn by the renderer and sent through the autoencoder, give the classifier's own ceiling.
"""
import argparse
import json
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F

from .captions import MEASURE
from .dyes import COLORS
from .judge import HEADS, Judge, RoundTrip, shrink
from .looks import DEFAULT, LOOKS
from .paths import work
from .places import PLACES, PLAIN
from .sampler import Sampler
from .scenes import SOFT, Composer, Item, Scene
from .things import THINGS
from .words import CHINESE_NUMBERS, ENGLISH_NUMBERS, RELATIONS, place_words, plural, with_article


@dataclass(frozen=True)
class Question:
    """A prompt, and a scene that answers it."""

    prompt: str
    scene: Scene
    language: str


class Questions:
    """Makes prompts in both languages, the same ones every time."""

    def __init__(self, seed: int = 2024):
        self.random = np.random.default_rng(seed)
        self.composer, self.asked = Composer(self.random), 0

    def ask(self, english: str, chinese: str, arrangement: str, place: int, look: int, items: tuple[Item, ...]) -> Question:
        self.asked += 1
        scene = Scene(arrangement, place, 0, 0, 0, look, items, int(self.random.integers(2**31)))
        return Question(chinese, scene, "zh") if self.asked % 2 else Question(english, scene, "en")

    def one(self, thing: int, place: int) -> Item:
        while True:
            item = self.composer.arrange("single", place)[0]
            if (item.afloat or item.aloft) == (self.composer.where(thing, place) != "ground"):
                return replace(item, thing=thing, drawing=0, color=None, material=None)

    def place(self, thing: int, place: int) -> Question:
        english, _, attributes, _ = place_words(PLACES[place])
        t = THINGS[thing]
        return self.ask(f"{with_article(t.english[0], t.english[0])} {english[0]}", f"{attributes[0]}的{t.chinese[0]}", "single", place, DEFAULT, (self.one(thing, place),))

    def color(self, thing: int, color: int) -> Question:
        names, chinese = COLORS[color][:2]
        t = THINGS[thing]
        item = replace(self.one(thing, SOFT), color=color)
        return self.ask(with_article(f"{names[0]} {t.english[0]}", t.english[0]), f"{chinese[0]}的{t.chinese[0]}", "single", SOFT, DEFAULT, (item,))

    def look(self, thing: int, look: int) -> Question:
        t, style = THINGS[thing], LOOKS[look]
        return self.ask(f"{with_article(t.english[0], t.english[0])}, {style.english[0]}", f"{t.chinese[0]}，{style.chinese[0]}", "single", SOFT, look, (self.one(thing, SOFT),))

    def count(self, thing: int, count: int) -> Question:
        t = THINGS[thing]
        while True:
            items = self.composer.arrange("count", SOFT)
            if len(items) == count:
                break
        items = tuple(replace(i, thing=thing, drawing=0, color=None, material=None) for i in items)
        chinese = f"{CHINESE_NUMBERS[count][0]}{MEASURE[thing]}{t.chinese[0]}"
        return self.ask(f"{ENGLISH_NUMBERS[count][0]} {plural(t.english[0])}", chinese, "count", SOFT, DEFAULT, items)

    def related(self, arrangement: str) -> Question:
        items = tuple(replace(i, color=None, material=None) for i in self.composer.arrange(arrangement, SOFT))
        a, b = (items if arrangement in ("beside", "in") else items[::-1])
        first, second = THINGS[a.thing], THINGS[b.thing]
        words, chinese_words = RELATIONS[arrangement]
        english = f"{with_article(first.english[0], first.english[0])} {words[0]} {with_article(second.english[0], second.english[0])}"
        if arrangement in ("beside", "riding"):
            chinese = f"{first.chinese[0]}{chinese_words[0]}{second.chinese[0]}"
        else:
            chinese = f"{second.chinese[0]}{chinese_words[0]}的{first.chinese[0]}"
        return self.ask(english, chinese, arrangement, SOFT, DEFAULT, items)


def questions(amount: int) -> dict[str, list[Question]]:
    """`amount` prompts of unseen thing and place, and smaller numbers of the other kinds."""
    make = Questions()
    scenic = range(1 + len(PLAIN), len(PLACES))
    places = [(t.index, p) for t in THINGS for p in scenic if (t.index * 3 + p * 7) % 10 == 1]
    colors = [(t.index, c) for t in THINGS for c in range(len(COLORS)) if (t.index * 7 + c * 3) % 10 == 4 and t.kind not in ("person", "nature")]
    looks = [(t.index, s) for t in THINGS for s in range(1, len(LOOKS)) if (t.index * 7 + s * 11) % 10 == 6]

    def some(pairs: list, number: int) -> list:
        return make.random.permutation(pairs)[:number].tolist()

    return {
        "place": [make.place(*pair) for pair in some(places, amount)],
        "color": [make.color(*pair) for pair in some(colors, amount // 3)],
        "look": [make.look(*pair) for pair in some(looks, amount // 3)],
        "count": [make.count(int(make.random.integers(len(THINGS))), 2 + i % 2) for i in range(amount // 8)],
        "beside": [make.related("beside") for _ in range(amount // 5)],
        **{name: [make.related(name) for _ in range(amount // 10)] for name in ("on", "under", "riding", "in front of", "in")},
    }


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / max(len(hits), 1), 3)


def _rank(logits: torch.Tensor, thing: int) -> int:
    return int((logits > logits[thing]).sum())


@torch.no_grad()
def judge_all(judge: Judge, asked: dict[str, list[Question]], images: dict[str, torch.Tensor]) -> dict:
    """All scores of images [N, 3, 96, 96] given for each kind of question."""
    result = {}
    for kind, group in asked.items():
        things, *settings = judge(images[kind])
        heads = dict(zip(HEADS, settings))
        ranks = [[_rank(row, i.thing) for i in {i.thing: i for i in q.scene.items}.values()] for row, q in zip(things, group)]
        if kind in ("place", "color", "look", "count"):
            result[f"{kind}: thing top-1"] = _share([r[0] == 0 for r in ranks])
            result[f"{kind}: thing top-5"] = _share([r[0] < 5 for r in ranks])
            for language in ("en", "zh"):
                result[f"{kind}: thing top-1 {language}"] = _share([r[0] == 0 for r, q in zip(ranks, group) if q.language == language])
            wanted = {"place": lambda s: s.place, "color": lambda s: s.items[0].color, "look": lambda s: s.look, "count": lambda s: len(s.items)}[kind]
            result[f"{kind}: right"] = _share([int(row.argmax()) == wanted(q.scene) for row, q in zip(heads[kind], group)])
        else:
            result[f"{kind}: both in top 2"] = _share([max(r) < 2 for r in ranks])
            result[f"{kind}: both in top 5"] = _share([max(r) < 5 for r in ranks])
        if kind == "place":
            for name in sorted({t.kind for t in THINGS}):
                result[f"place: thing top-1 {name}"] = _share([r[0] == 0 for r, q in zip(ranks, group) if THINGS[q.scene.items[0].thing].kind == name])
    return result


def variety(images: np.ndarray, seeds: int) -> float:
    """Mean distance (0..1, at 64 pixels) between images of one prompt; `images` [prompts · seeds, 256, 256, 3] prompt by prompt."""
    small = F.avg_pool2d(torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255, 4).flatten(1)
    groups = small.view(-1, seeds, small.shape[1])
    return round(float(torch.stack([torch.pdist(g).mean() / small.shape[1] ** 0.5 for g in groups]).mean()), 4)


def edge_energy(images: torch.Tensor) -> float:
    """Mean size of the gradient of the luminance of images [N, 3, H, W] in -1..1."""
    gray = images.float().mean(1)
    down, across = gray[:, 1:, :-1] - gray[:, :-1, :-1], gray[:, :-1, 1:] - gray[:, :-1, :-1]
    return float((down.square() + across.square()).sqrt().mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=int, default=400)
    parser.add_argument("--guidance", type=float, default=2.0)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    judge = Judge().to(memory_format=torch.channels_last)
    judge.load_state_dict(torch.load(work("judge.pt")))
    asked, sampler, trip = questions(options.prompts), Sampler(options.guidance, options.steps), RoundTrip()
    drawn, reference, edges = {}, {}, {}
    for kind, group in asked.items():
        images = torch.from_numpy(sampler.draw([q.prompt for q in group], [7 + i for i in range(len(group))])).permute(0, 3, 1, 2).float() / 127.5 - 1
        drawn[kind] = shrink(images)
        edges[kind] = round(edge_energy(images) / edge_energy(trip.finished([q.scene for q in group], decoded=False)), 3)
        reference[kind] = torch.cat([shrink(trip.finished([q.scene for q in group[i : i + 8]], decoded=True)) for i in range(0, len(group), 8)])
    prompts = [q.prompt for q in asked["place"][:8]] + [THINGS[i].english[0] for i in range(0, len(THINGS), 60)]
    repeated = sampler.draw([p for p in prompts for _ in range(4)], [s for _ in prompts for s in range(4)])
    settings = {"prompts": {k: len(v) for k, v in asked.items()}, "guidance": options.guidance, "steps": options.steps}
    result = settings | {"model": judge_all(judge, asked, drawn) | {"variety": variety(repeated, 4), "edge energy, of the scenes'": edges}, "ceiling": judge_all(judge, asked, reference)}
    work("scores.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
