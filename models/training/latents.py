"""Stage 2, the data of the later stages: python3 -m training.latents --scenes N

Scenes are made up at random, rendered and encoded, in shards, with the exact placements of their things; existing shards are kept, so
the stage can be stopped and continued, and more scenes can be added later. Also encodes the drawings of the sketchbook in all sizes.
"""
import argparse
import os
import pickle

import numpy as np
import torch
import torch.multiprocessing as mp
from torch import Tensor

from .dyes import COLORS, MATERIALS
from .gaze import placements, subjects
from .grid import CELL, FILL, FOOT, SIZES, VARIANTS
from .moods import make_light
from .painter import Painter, rgb
from .paths import RECIPE, WORK, work
from .places import Stage
from .scenes import ARRANGEMENTS, Item, Scene, paint_item, random_scene, render, sprite_in_image, subject_and_object
from .things import THINGS, variants
from .vae import Autoencoder, to_tensor

SHARD = int(os.environ.get("VISIONARY_TRAINING_SHARD", "2000"))  # smaller in smoke.sh
BATCH = 16
# The things that people ask for first, by the English words that newcomers wrote or chose.
_NUMBERS = {name: thing.index for thing in THINGS for name in thing.english}
COMMON = tuple(_NUMBERS[name] for name in (RECIPE / "common.txt").read_text("utf8").split("\n") if name)
LABELS = ("arrangement", "place", "time", "weather", "season", "look", "color", "material", "count", "first", "second")


def labels(scene: Scene) -> list[int]:
    """The values of LABELS."""
    named = subject_and_object(scene)[0] if len(scene.items) == 2 and scene.arrangement != "count" else next(iter(scene.items), None)
    color = len(COLORS) if named is None or named.color is None else named.color
    material = len(MATERIALS) if named is None or named.material is None else named.material
    return [
        ARRANGEMENTS.index(scene.arrangement), scene.place, scene.time, scene.weather, scene.season, scene.look, color, material,
        len(scene.items), *subjects(scene),
    ]


def load_encoder() -> torch.nn.Module:
    module = Autoencoder()
    module.load_state_dict(torch.load(work("vae.pt")))
    return module.encoder.eval().to(memory_format=torch.channels_last).bfloat16()


@torch.no_grad()
def encode_images(encoder: torch.nn.Module, images: np.ndarray) -> Tensor:
    """[B, H, W, 3] uint8 to raw latents [B, 8, H/16, W/16] float32."""
    return encoder(to_tensor(images).bfloat16().contiguous(memory_format=torch.channels_last)).float()


def _make_shards(indices: list[int], seed: int, general: int):
    torch.set_num_threads(1)
    encoder = load_encoder()
    for index in indices:
        random = np.random.default_rng((seed, index))
        firsts = COMMON if index >= general else ()
        scenes = [random_scene(random, firsts=firsts) for _ in range(SHARD)]
        latents = torch.cat([encode_images(encoder, np.stack([render(s) for s in scenes[i : i + BATCH]])) for i in range(0, SHARD, BATCH)])
        file = work(f"shard-{index:03}.pt")
        places = torch.from_numpy(np.stack([placements(s) for s in scenes]))
        torch.save({"latents": latents.half(), "placements": places, "scenes": pickle.dumps(scenes)}, file.with_suffix(".new"))
        file.with_suffix(".new").rename(file)
        print(f"shard {index}", flush=True)


def shard_files() -> list:
    return sorted(WORK.glob("shard-*.pt"))


def latent_space() -> tuple[Tensor, Tensor]:
    """(mean, deviation), each [1, 8, 1, 1], of the autoencoder's raw latents.

    Measured once on the first shard and kept: a UNet belongs to the space it was trained in.
    """
    file = work("space.pt")
    if not file.exists():
        raw = torch.load(shard_files()[0])["latents"].float()
        torch.save((raw.mean((0, 2, 3)).view(1, -1, 1, 1), raw.std((0, 2, 3)).view(1, -1, 1, 1)), file)
    return torch.load(file)


def alone(thing: int, drawing: int, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """One drawing on bare paper of so many cells a side, [16n, 16n, 3] uint8, and the share of each cell that it covers, [n, n] float32."""
    side = cells * CELL
    random = np.random.default_rng(0)
    painter = Painter(side, random, make_light("day", "clear", random))
    painter.image[:] = rgb("#ece4d2")
    item = Item(thing, drawing, FILL, 0.5, 0.5 + FOOT, aloft=True)
    paint_item(painter, item, Stage(shadow=0.0), "soft")
    image, (x, y) = sprite_in_image(item, side)
    covered = np.zeros((side, side), np.float32)
    top, left, bottom, right = max(y, 0), max(x, 0), min(y + image.shape[0], side), min(x + image.shape[1], side)
    covered[top:bottom, left:right] = image[top - y : bottom - y, left - x : right - x, 3]
    return np.round(np.clip(painter.image, 0, 1) * 255).astype(np.uint8), covered.reshape(cells, CELL, cells, CELL).mean((1, 3))


def make_drawings():
    """drawings.pt: for each size the latents [things, 3, 8, n, n], of mean 0 and variance 1 like all latents, and the opacity [things, 3, 1, n, n]."""
    encoder = load_encoder()
    mean, deviation = latent_space()
    pairs = [(t.index, v) for t in THINGS for v in variants(t, VARIANTS)]
    drawings = {}
    for cells in SIZES:
        latents, opacity = [], []
        for start in range(0, len(pairs), BATCH):
            images, covered = zip(*(alone(*pair, cells) for pair in pairs[start : start + BATCH]))
            latents.append((encode_images(encoder, np.stack(images)) - mean) / deviation)
            opacity.append(torch.from_numpy(np.stack(covered)))
        drawings[cells] = tuple(torch.cat(part).half().view(len(THINGS), VARIANTS, -1, cells, cells) for part in (latents, opacity))
    torch.save(drawings, work("drawings.pt"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=68000)
    parser.add_argument("--common", type=int, default=0, help="further scenes, each with one of the things that people ask for most")
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    general = -(-options.scenes // SHARD)
    missing = [i for i in range(general + -(-options.common // SHARD)) if not work(f"shard-{i:03}.pt").exists()]
    context = mp.get_context("spawn")
    jobs = [context.Process(target=_make_shards, args=(missing[i :: options.workers], options.seed, general)) for i in range(options.workers)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
        assert job.exitcode == 0
    if not work("drawings.pt").exists():
        make_drawings()
    print(f"{len(shard_files()) * SHARD} scenes of {len(THINGS)} things")


if __name__ == "__main__":
    main()
