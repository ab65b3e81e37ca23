"""The scores on combinations that were never trained: python3 -m training.scores [--prompts N]

The same scenes, drawn by the renderer and sent through the autoencoder, give the judge's own ceiling.
"""
import argparse
import json
from dataclasses import dataclass

import numpy as np
import torch

from .colours import COLOUR_NAMES, COLOURS
from .judge import Judge, shrink
from .paths import work
from .places import PLACES
from .sampler import Sampler
from .scenes import BIG, BIG_SPOTS, LEFT_SPOTS, RIGHT_SPOTS, SMALL, THREE_SPOTS, Item, Scene, held_out, render
from .things import THINGS
from .vae import Autoencoder, to_tensor
from .words import MEASURES, place_words, plural, with_article

SOFT = PLACES.index("pastel")


@dataclass(frozen=True)
class Question:
    """A prompt, and the scene it asks for."""

    prompt: str
    scene: Scene
    language: str


def _place_question(thing: int, place: int, chinese: bool) -> Question:
    english, _, attributes, _ = place_words(PLACES[place])
    t = THINGS[thing]
    prompt = f"{attributes[0]}的{t.chinese[0]}" if chinese else f"{with_article(t.english[0])} {english[0]}"
    return Question(prompt, Scene("big", place, 0, (Item(thing, BIG, BIG_SPOTS[0]),)), "zh" if chinese else "en")


def _colour_question(thing: int, colour: int, chinese: bool) -> Question:
    t = THINGS[thing]
    prompt = f"{COLOURS[colour][1][0]}的{t.chinese[0]}" if chinese else with_article(f"{COLOUR_NAMES[colour]} {t.english[0]}")
    return Question(prompt, Scene("big", SOFT, 0, (Item(thing, BIG, BIG_SPOTS[0], colour),)), "zh" if chinese else "en")


def _count_question(thing: int, count: int, chinese: bool) -> Question:
    t = THINGS[thing]
    number = (("两", "三") if chinese else ("two", "three"))[count - 2]
    prompt = f"{number}{MEASURES[t.kind]}{t.chinese[0]}" if chinese else f"{number} {plural(t.english[0])}"
    spots = THREE_SPOTS if count == 3 else (LEFT_SPOTS[0], RIGHT_SPOTS[0])
    return Question(prompt, Scene("count", SOFT, 0, tuple(Item(thing, SMALL, s) for s in spots)), "zh" if chinese else "en")


def _pair_question(first: int, second: int, chinese: bool) -> Question:
    a, b = THINGS[first], THINGS[second]
    prompt = f"{a.chinese[0]}和{b.chinese[0]}" if chinese else f"{with_article(a.english[0])} and {with_article(b.english[0])}"
    items = (Item(first, SMALL, LEFT_SPOTS[0]), Item(second, SMALL, RIGHT_SPOTS[0]))
    return Question(prompt, Scene("pair", SOFT, 0, items), "zh" if chinese else "en")


def questions(amount: int) -> dict[str, list[Question]]:
    """`amount` prompts of unseen thing and place, and smaller numbers of the other kinds; the same ones every time."""
    random = np.random.default_rng(2024)
    places = [(t.index, p) for t in THINGS for p in random.permutation(len(PLACES)) if held_out(t.index, p)]
    colours = [(t.index, c) for t in THINGS for c in range(len(COLOURS)) if held_out(t.index, 0, c)]
    pairs = [tuple(random.choice(len(THINGS), 2, replace=False)) for _ in range(amount // 6)]
    return {
        "place": [_place_question(t, p, i % 2 == 1) for i, (t, p) in enumerate(random.permutation(places)[:amount].tolist())],
        "colour": [_colour_question(t, c, i % 2 == 1) for i, (t, c) in enumerate(random.permutation(colours)[: amount // 4].tolist())],
        "count": [_count_question(int(random.integers(len(THINGS))), 2 + i // 2 % 2, i % 2 == 1) for i in range(amount // 8)],
        "pair": [_pair_question(int(a), int(b), i % 2 == 1) for i, (a, b) in enumerate(pairs)],
    }


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / max(len(hits), 1), 3)


def _rank(logits: torch.Tensor, thing: int) -> int:
    return int((logits > logits[thing]).sum())


def _place_scores(kind_questions: list[Question], things, places) -> dict:
    ranks = [_rank(row, q.scene.items[0].thing) for row, q in zip(things, kind_questions)]
    place_hits = [int(row.argmax()) == q.scene.place for row, q in zip(places, kind_questions)]
    result = {"top1": _share([r == 0 for r in ranks]), "top5": _share([r < 5 for r in ranks]), "background": _share(place_hits)}
    for language in ("en", "zh"):
        result[f"top1_{language}"] = _share([r == 0 for r, q in zip(ranks, kind_questions) if q.language == language])
    for kind in sorted({t.kind for t in THINGS}):
        result[f"top1_{kind}"] = _share([r == 0 for r, q in zip(ranks, kind_questions) if THINGS[q.scene.items[0].thing].kind == kind])
    return result


def judge_all(judge: Judge, questions_by_kind: dict[str, list[Question]], images: dict[str, np.ndarray]) -> dict:
    """All scores of images [N, 256, 256, 3] given for each kind of question."""
    result = {}
    for kind, kind_questions in questions_by_kind.items():
        with torch.no_grad():
            things, places, counts, colours = judge(shrink(to_tensor(images[kind])))
        if kind == "place":
            result |= _place_scores(kind_questions, things, places)
        elif kind == "colour":
            result["colour"] = _share([int(row.argmax()) == q.scene.items[0].colour for row, q in zip(colours, kind_questions)])
            result["coloured_top1"] = _share([_rank(row, q.scene.items[0].thing) == 0 for row, q in zip(things, kind_questions)])
        elif kind == "count":
            result["count"] = _share([int(row.argmax()) == len(q.scene.items) for row, q in zip(counts, kind_questions)])
            result["counted_top1"] = _share([_rank(row, q.scene.items[0].thing) == 0 for row, q in zip(things, kind_questions)])
        else:
            result["both_in_top5"] = _share([all(_rank(row, i.thing) < 5 for i in q.scene.items) for row, q in zip(things, kind_questions)])
            result["both_in_top2"] = _share([all(_rank(row, i.thing) < 2 for i in q.scene.items) for row, q in zip(things, kind_questions)])
    return result


@torch.no_grad()
def round_trip(scenes: list[Scene]) -> np.ndarray:
    """Rendered scenes after encoding and decoding: the best the UNet could do."""
    vae = Autoencoder()
    vae.load_state_dict(torch.load(work("vae.pt")))
    vae = vae.bfloat16().to(memory_format=torch.channels_last)
    batches = []
    for start in range(0, len(scenes), 16):
        batch = to_tensor(np.stack([render(s) for s in scenes[start : start + 16]]))
        batch = vae.decoder(vae.encoder(batch.contiguous(memory_format=torch.channels_last))).float().clamp(-1, 1)
        batches.append(((batch + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy())
    return np.concatenate(batches)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=int, default=400)
    parser.add_argument("--guidance", type=float, default=2.0)
    parser.add_argument("--steps", type=int, default=20)
    options = parser.parse_args()
    torch.set_num_threads(2)
    judge = Judge().to(memory_format=torch.channels_last)
    judge.load_state_dict(torch.load(work("judge.pt")))
    questions_by_kind = questions(options.prompts)
    sampler = Sampler(options.guidance, options.steps)
    model_images = {k: sampler.draw([q.prompt for q in v], [7 + i for i in range(len(v))]) for k, v in questions_by_kind.items()}
    reference_images = {k: round_trip([q.scene for q in v]) for k, v in questions_by_kind.items()}
    settings = {"prompts": {k: len(v) for k, v in questions_by_kind.items()}, "guidance": options.guidance, "steps": options.steps}
    result = settings | {"model": judge_all(judge, questions_by_kind, model_images), "ceiling": judge_all(judge, questions_by_kind, reference_images)}
    work("scores.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
