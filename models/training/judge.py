"""The judge of the scores: python3 -m training.judge

A small classifier that names things, place, count and colour in an image. It learns from drawn scenes of
all kinds, half of them after a round trip through the autoencoder, since those are what the model can reach.
"""
import argparse

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from torch import Tensor, nn

from .colours import COLOURS
from .latents import labels
from .networks.layers import ResBlock, channel_norm
from .parallel import Plan, train
from .paths import work
from .places import PLACES
from .scenes import random_scene, render
from .things import THINGS
from .vae import Autoencoder, to_tensor

SIZES = (len(THINGS), len(PLACES), 4, len(COLOURS) + 1)
SIDE = 64


class Judge(nn.Module):
    """[B, 3, 64, 64] in -1..1 to logits of things, place, count (0 to 3) and colour."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3 * 16, 96, 3, padding=1)  # on cells of 4×4 pixels
        self.halve = nn.Conv2d(96, 160, 3, stride=2, padding=1)
        self.again = nn.Conv2d(160, 256, 3, stride=2, padding=1)
        self.fine, self.middle, self.coarse = ResBlock(96), ResBlock(160), ResBlock(256)
        self.things = nn.Linear(256, SIZES[0])  # asked at each of 4×4 spots, so that a thing is known anywhere
        self.heads = nn.Linear(256 * 16, sum(SIZES[1:]))

    def forward(self, images: Tensor) -> list[Tensor]:
        x = F.pixel_unshuffle(images, 4).contiguous(memory_format=torch.channels_last)
        x = self.halve(self.fine(self.first(x)))
        x = self.coarse(self.again(F.silu(self.middle(x))))
        x = F.silu(channel_norm(x, 256))
        things = self.things(x.flatten(2).transpose(1, 2)).float().logsumexp(1)
        return [things, *self.heads(x.flatten(1)).float().split(SIZES[1:], 1)]


def shrink(images: Tensor) -> Tensor:
    """[B, 3, 256, 256] to [B, 3, 64, 64] float32."""
    return F.avg_pool2d(images.float(), 4)


def _fill_examples(images: Tensor, truths: Tensor, seed: int, first: int, last: int):
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    vae = Autoencoder()
    vae.load_state_dict(torch.load(work("vae.pt")))
    vae = vae.bfloat16().to(memory_format=torch.channels_last)
    for start in range(first, last, 16):
        scenes = [random_scene(random, trained=random.uniform() < 0.8) for _ in range(min(16, last - start))]
        batch = to_tensor(np.stack([render(s) for s in scenes]))
        if start // 16 % 2:
            with torch.no_grad():
                latents = vae.encoder(batch.contiguous(memory_format=torch.channels_last))
                batch = vae.decoder(latents + 0.1 * torch.randn_like(latents)).clamp(-1, 1)
        images[start : start + len(scenes)] = shrink(batch).half()
        truths[start : start + len(scenes)] = torch.tensor([[*labels(s)[:5], len(s.items)] for s in scenes])


def examples(count: int, seed: int, workers: int = 2) -> tuple[Tensor, Tensor]:
    """(images [N,3,64,64] float16, truths [N,6]: kind, place, first, last, colour, count)."""
    images = torch.zeros(count, 3, SIDE, SIDE, dtype=torch.float16).share_memory_()
    truths = torch.zeros(count, 6, dtype=torch.int64).share_memory_()
    cuts = [count * i // workers for i in range(workers + 1)]
    context = mp.get_context("spawn")
    jobs = [context.Process(target=_fill_examples, args=(images, truths, seed + i, cuts[i], cuts[i + 1])) for i in range(workers)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
        assert job.exitcode == 0
    return images, truths


class Task:
    def __init__(self, images: Tensor, truths: Tensor):
        self.images, self.truths = images, truths

    def network(self) -> Judge:
        return Judge().to(memory_format=torch.channels_last)

    def loss(self, module: Judge, step: int, part: int, plan: Plan) -> Tensor:
        rows = torch.randint(len(self.images), (plan.part_size,), generator=torch.Generator().manual_seed(step * 7 + part))
        images = self.images[rows].float()
        # Soft images and a little noise, so that it reads what the model draws and not the renderer's pixels.
        if step % 3 == 0:
            images = F.interpolate(F.avg_pool2d(images, 2), scale_factor=2, mode="bilinear")
        down, across = np.random.default_rng((step, part)).integers(-6, 7, size=2)
        images = images.roll((int(down), int(across)), (2, 3)) + 0.05 * torch.randn(images.shape)
        _, place, first, last, colour, count = self.truths[rows].T
        things, places, counts, colours = module(images.bfloat16())
        target = torch.zeros_like(things)
        has_thing = first >= 0
        target[has_thing, first[has_thing]] += 0.5
        target[has_thing, last[has_thing]] += 0.5
        loss = -(target * things.log_softmax(1)).sum(1).mean()
        return loss + 0.5 * (F.cross_entropy(places, place) + F.cross_entropy(counts, count) + F.cross_entropy(colours, colour))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=16000)
    parser.add_argument("--steps", type=int, default=1500)
    options = parser.parse_args()
    plan = Plan(options.steps, parts=2, part_size=32, rate=2e-3, adam=("first", "heads", "things"), ema=0.99)
    file = work("judge-data.pt")
    if not file.exists():
        torch.save(examples(options.examples, seed=500), file)
    images, truths = (t.share_memory_() for t in torch.load(file))
    judge = train(Task(images, truths), plan, work("judge.log"), every=100)
    torch.save(judge.state_dict(), work("judge.pt"))


if __name__ == "__main__":
    main()
