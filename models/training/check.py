"""Checks the data without training anything: python3 -m training.check

Every thing has a drawing and names in both languages, no name means two things, every place has words and a stage, captions
contain no unknown word and fit the encoder, and a scene is rendered the same twice.
"""
import numpy as np

from .captions import MEASURE, chinese, english
from .looks import FINISH, LOOKS
from .paths import SPRITES
from .places import PLACES
from .scenes import ARRANGEMENTS, STAGES, held_out, random_scene, render, subject_and_object
from .things import THINGS, variants
from .tokenizer import LENGTH, UNK, encode, vocabulary, words_of
from .words import place_words


def check_things() -> list[str]:
    faults, owners = [], {}
    for thing in THINGS:
        name = thing.english[0]
        if not thing.drawings:
            faults.append(f"{name} has no drawing")
        faults += [f"{name}: {d}.png is missing" for d in thing.drawings if not (SPRITES / f"{d}.png").exists()]
        if thing.drawings and max(variants(thing, 3)) >= len(thing.drawings):
            faults.append(f"{name}: a variant does not exist")
        for word in (*thing.english, *thing.chinese):
            if word in owners:
                faults.append(f"'{word}' names both {owners[word]} and {name}")
            owners[word] = name
            if UNK in encode(word):
                faults.append(f"'{word}' is not in the vocabulary")
        if thing.index not in MEASURE:
            faults.append(f"{name} has no measure word")
    return faults


def check_settings() -> list[str]:
    faults = [f"{p} has no stage" for p in PLACES if p not in STAGES]
    faults += [f"{p} lacks words" for p in PLACES if not all(place_words(p))]
    faults += [f"{look.name} has an unknown finish" for look in LOOKS if set(look.finish) - set(FINISH)]
    return faults


def check_scenes(count: int = 3000) -> list[str]:
    random, faults, seen, longest = np.random.default_rng(3), [], set(), 0
    for _ in range(count):
        scene = random_scene(random)
        seen.add(scene.arrangement)
        if held_out(scene):
            faults.append(f"a held-out scene was drawn: {scene}")
        if len(scene.items) == 2 and scene.arrangement not in ("count",):
            subject_and_object(scene)
        for caption in (english(scene, random), chinese(scene, random)):
            pieces = encode(caption)
            longest = max(longest, int((pieces != 0).sum()))
            if UNK in pieces:
                faults.append(f"unknown word in: {caption} ({[w for w in words_of(caption) if UNK in encode(w)]})")
    faults += [f"no scene of kind {a}" for a in ARRANGEMENTS if a not in seen]
    if longest > LENGTH - 2:
        faults.append(f"a caption fills the encoder's {LENGTH} tokens")
    for seed in range(6):
        scene = random_scene(np.random.default_rng(seed))
        if not np.array_equal(render(scene), render(scene)):
            faults.append(f"{scene} is not rendered the same twice")
    return faults


def main():
    faults = check_things() + check_settings() + check_scenes()
    print("\n".join(faults[:40]))
    print(f"{len(THINGS)} things, {sum(len(t.drawings) for t in THINGS)} drawings, {len(PLACES)} places, {len(LOOKS)} styles, {len(vocabulary())} entries, {len(faults)} faults")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
