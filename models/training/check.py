"""Checks the data and the matched filter without training anything: python3 -m training.check

Every thing has a drawing and names in both languages, no name means two things, every place has words and a stage, captions
contain no unknown word and fit the encoder, a scene is rendered the same twice, things stand on the grid, the filter's parts compute what
their definitions say, and a sheet of examples cuts no caption.
"""
import numpy as np
import torch
import torch.nn.functional as F

from .captions import MEASURE, chinese, english
from .gaze import COLUMNS, NONE, placements
from .grid import SIZES
from .looks import FINISH, LOOKS
from .networks.placement import REACH, compete, correlate, correlate_by_rows
from .paths import SPRITES
from .places import PLACES
from .scenes import ARRANGEMENTS, STAGES, held_out, random_scene, render, snapped, subject_and_object
from .things import THINGS, variants
from .sheet import CAPTION, COLUMNS as SHEET_COLUMNS, GAP, PROMPTS, SIDE, fitted, sheet
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
        if any(snapped(item) != item for item in scene.items):
            faults.append(f"something is beside the grid: {scene}")
        rows = placements(scene)
        if (rows[: len(scene.items)] == NONE).any() or (rows[len(scene.items) :] != NONE).any() or rows.shape[1] != len(COLUMNS):
            faults.append(f"placements are missing: {scene}")
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


def check_placement() -> list[str]:
    """Correlations by rows equal convolutions, and `compete` equals its sum over pairs of places."""
    torch.manual_seed(0)
    faults = []
    for side in SIZES:
        maps, kernels = torch.randn(2, 3, 12, 15), torch.randn(2, 4, 3, side, side)
        expected = correlate(maps, kernels, side // 2)
        if not torch.allclose(correlate_by_rows(F.pad(maps, (side // 2,) * 4), kernels), expected, atol=1e-3):
            faults.append(f"correlations of size {side} differ")
    strength = torch.randn(1, 2, len(SIZES), 6, 9, 9) * 3 - 5
    rows, columns = (axis.flatten() for axis in torch.meshgrid(torch.arange(9), torch.arange(9), indexing="ij"))
    distance = torch.maximum((rows[:, None] - rows).abs(), (columns[:, None] - columns).abs())
    of_size = strength.exp().sum(3).flatten(3)
    for i, reach in enumerate(REACH):
        rivals = sum(of_size[:, :, j] @ (distance <= max(reach, other)).float() for j, other in enumerate(REACH))
        expected = strength[:, :, i] - (1 + rivals).log().view(1, 2, 1, 9, 9)
        if not torch.allclose(compete(strength)[:, :, i], expected, atol=1e-4):
            faults.append(f"things of size {SIZES[i]} compete with the wrong ones")
    return faults


def check_captions() -> list[str]:
    """A sheet of examples shows every caption whole, and the captions of one image leave the next alone."""
    faults = []
    for prompt in PROMPTS:
        font, lines = fitted(prompt)
        if "".join(lines).replace(" ", "") != prompt.replace(" ", ""):
            faults.append(f"the caption '{prompt}' is cut")
        if any(font.getlength(line) > SIDE for line in lines):
            faults.append(f"the caption '{prompt}' is wider than its image")
    shades = np.arange(len(PROMPTS), dtype=np.uint8) * 4
    drawn = np.asarray(sheet(np.broadcast_to(shades[:, None, None, None], (len(PROMPTS), 256, 256, 3)), PROMPTS))
    for i, shade in enumerate(shades):
        x, y = i % SHEET_COLUMNS * (SIDE + GAP), i // SHEET_COLUMNS * (SIDE + CAPTION)
        if (drawn[y : y + SIDE, x : x + SIDE] != shade).any():
            faults.append(f"the image of '{PROMPTS[i]}' is covered")
    return faults


def main():
    faults = check_things() + check_settings() + check_scenes() + check_placement() + check_captions()
    print("\n".join(faults[:40]))
    print(f"{len(THINGS)} things, {sum(len(t.drawings) for t in THINGS)} drawings, {len(PLACES)} places, {len(LOOKS)} styles, {len(vocabulary())} entries, {len(faults)} faults")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
