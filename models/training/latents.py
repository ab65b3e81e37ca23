"""Stage 2, the data of the later stages: python3 -m training.latents --scenes N

Scenes are drawn at random, rendered and encoded; captions, labels and latents go into one file.
"""
import argparse

import numpy as np
import torch
import torch.multiprocessing as mp
from torch import Tensor

from .captions import chinese, english
from .colours import COLOURS
from .networks.vae import LATENT_CHANNELS
from .paths import work
from .places import PLACES
from .scenes import BIG_SPOTS, KINDS, LEFT_SPOTS, SMALL_SPOTS, Scene, random_scene, render
from .things import THINGS
from .tokenizer import LENGTH, encode
from .vae import Autoencoder, to_tensor

CAPTIONS = 4  # in each language
BATCH = 32
NO_COLOUR = len(COLOURS)
USUAL_SPOT = {"big": BIG_SPOTS[0], "small": SMALL_SPOTS[0], "pair": LEFT_SPOTS[0]}


def labels(scene: Scene) -> list[int]:
    """kind, place, first thing, last thing (both -1 in an empty scene), colour, and the way to the usual spot (x, y)."""
    first = scene.items[0] if scene.items else None
    colour = NO_COLOUR if first is None or first.colour is None else first.colour
    things = [first.thing, scene.items[-1].thing] if first else [-1, -1]
    usual_spot = USUAL_SPOT.get(scene.kind)
    shift = [usual_spot[0] - first.spot[0], usual_spot[1] - first.spot[1]] if usual_spot else [0, 0]
    return [KINDS.index(scene.kind), scene.place, *things, colour, *shift]


def _fill_rows(data: dict, seed: int, first: int, last: int):
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    module = Autoencoder()
    module.load_state_dict(torch.load(work("vae.pt")))
    encoder = module.encoder.bfloat16().to(memory_format=torch.channels_last)
    for start in range(first, last, BATCH):
        scenes = [random_scene(random) for _ in range(min(BATCH, last - start))]
        rows = slice(start, start + len(scenes))
        with torch.no_grad():
            images = to_tensor(np.stack([render(s) for s in scenes]))
            data["latents"][rows] = encoder(images.contiguous(memory_format=torch.channels_last)).half()
        data["labels"][rows] = torch.tensor([labels(s) for s in scenes], dtype=torch.int16)
        texts = [[f(s, random) for f in (english, chinese) for _ in range(CAPTIONS)] for s in scenes]
        tokens = np.stack([[encode(t) for t in row] for row in texts]).astype(np.int16)
        data["tokens"][rows] = torch.from_numpy(tokens)


def latent_space(raw: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """(mean, deviation), each [1, 4, 1, 1], of the autoencoder's raw latents.

    Measured once and kept: a UNet belongs to the space it was trained in, also when more scenes are made later.
    """
    file = work("space.pt")
    if not file.exists():
        torch.save((raw.mean((0, 2, 3)).view(1, -1, 1, 1), raw.std((0, 2, 3)).view(1, -1, 1, 1)), file)
    return torch.load(file)


def make_data(count: int, seed: int, workers: int = 2) -> dict:
    """latents [N,4,16,16] float16 with mean 0 and variance 1, labels [N,7] and tokens [N,8,32] int16."""
    data = {
        "latents": torch.zeros(count, LATENT_CHANNELS, 16, 16, dtype=torch.float16),
        "labels": torch.zeros(count, 7, dtype=torch.int16),
        "tokens": torch.zeros(count, 2 * CAPTIONS, LENGTH, dtype=torch.int16),
    }
    for tensor in data.values():
        tensor.share_memory_()
    cuts = [count * i // workers for i in range(workers + 1)]
    context = mp.get_context("spawn")
    jobs = [context.Process(target=_fill_rows, args=(data, seed + i, cuts[i], cuts[i + 1])) for i in range(workers)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
        assert job.exitcode == 0
    mean, deviation = latent_space(data["latents"][:8000].float())
    for rows in data["latents"].split(1000):
        rows.copy_((rows.float() - mean) / deviation)
    return data


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=40000)
    parser.add_argument("--seed", type=int, default=100)
    options = parser.parse_args()
    data = make_data(options.scenes, options.seed)
    torch.save(data, work("latents.pt"))
    print(f"{options.scenes} scenes of {len(THINGS)} things and {len(PLACES)} places")


if __name__ == "__main__":
    main()
