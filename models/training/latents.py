"""Stage 2, the data of the later stages: python3 -m training.latents --scenes N

Scenes are made up at random, rendered and encoded, in shards; existing shards are kept, so the stage can be stopped
and continued, and more scenes can be added later. Also encodes the drawings of the sketchbook.
"""
import argparse
import os
import pickle

import numpy as np
import torch
import torch.multiprocessing as mp
from torch import Tensor

from .dyes import COLORS, MATERIALS
from .moods import make_light
from .networks.unet import PAGE, VARIANTS
from .networks.vae import LATENT_CHANNELS
from .painter import Painter, rgb
from .paths import WORK, work
from .places import Stage
from .scenes import ARRANGEMENTS, CELL, Item, Scene, _paint_item, random_scene, render, subject_and_object
from .things import THINGS, variants
from .vae import Autoencoder, to_tensor

SHARD = int(os.environ.get("VISIONARY_TRAINING_SHARD", "2000"))  # smaller in smoke.sh
BATCH = 16
LABELS = ("arrangement", "place", "time", "weather", "season", "look", "color", "material", "count", "first", "second")


def subjects(scene: Scene) -> tuple[int, int]:
    """The things a caption names, in its order; -1 for none."""
    if not scene.items:
        return -1, -1
    if scene.arrangement in ("single", "small", "portrait", "count"):
        return scene.items[0].thing, -1
    first, second = subject_and_object(scene)
    return first.thing, second.thing


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


def _make_shards(indices: list[int], seed: int):
    torch.set_num_threads(1)
    encoder = load_encoder()
    for index in indices:
        random = np.random.default_rng((seed, index))
        scenes = [random_scene(random) for _ in range(SHARD)]
        latents = torch.cat([encode_images(encoder, np.stack([render(s) for s in scenes[i : i + BATCH]])) for i in range(0, SHARD, BATCH)])
        file = work(f"shard-{index:03}.pt")
        torch.save({"latents": latents.half(), "scenes": pickle.dumps(scenes)}, file.with_suffix(".new"))
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


def alone(thing: int, drawing: int) -> np.ndarray:
    """One drawing, as large as a page of the sketchbook, on bare paper: [192, 192, 3] uint8."""
    side = PAGE * CELL
    random = np.random.default_rng(0)
    painter = Painter(side, random, make_light("day", "clear", random))
    painter.image[:] = rgb("#ece4d2")
    _paint_item(painter, Item(thing, drawing, 0.94, 0.5, 0.97, aloft=True), Stage(shadow=0.0), "soft")
    return np.round(np.clip(painter.image, 0, 1) * 255).astype(np.uint8)


def make_drawings():
    """drawings.pt: [things, 3, 8, 12, 12] float16, of mean 0 and variance 1 like all latents."""
    encoder = load_encoder()
    mean, deviation = latent_space()
    pairs = [(t.index, v) for t in THINGS for v in variants(t, VARIANTS)]
    encoded = [encode_images(encoder, np.stack([alone(*p) for p in pairs[i : i + BATCH]])) for i in range(0, len(pairs), BATCH)]
    latents = ((torch.cat(encoded) - mean) / deviation).half()
    torch.save(latents.view(len(THINGS), VARIANTS, LATENT_CHANNELS, PAGE, PAGE), work("drawings.pt"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=80000)
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    missing = [i for i in range(-(-options.scenes // SHARD)) if not work(f"shard-{i:03}.pt").exists()]
    context = mp.get_context("spawn")
    jobs = [context.Process(target=_make_shards, args=(missing[i :: options.workers], options.seed)) for i in range(options.workers)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
        assert job.exitcode == 0
    make_drawings()
    print(f"{len(shard_files()) * SHARD} scenes of {len(THINGS)} things")


if __name__ == "__main__":
    main()
