"""The classifier of the scores: python3 -m training.judge

Names things, place, count, color, style, time and weather in a finished image. Learns from scenes of all kinds, half of them
after a round trip through the autoencoder, since those are what the model can reach.
"""
import argparse

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from torch import Tensor, nn

from .dyes import COLORS
from .finish import Finish
from .latents import LABELS, labels
from .looks import LOOKS
from .moods import WEATHERS
from .networks.layers import ResBlock, channel_norm
from .parallel import Plan, train
from .paths import work
from .places import PLACES
from .scenes import TIME_NAMES, random_scene, render
from .things import THINGS
from .vae import Autoencoder, strengths_of, to_tensor

SIDE, SPOTS = 96, 6
HEADS = {"place": len(PLACES), "count": 6, "color": len(COLORS) + 1, "look": len(LOOKS), "time": len(TIME_NAMES), "weather": len(WEATHERS)}


class Judge(nn.Module):
    """[B, 3, 96, 96] in -1..1 to logits: of things, then of each of HEADS."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3 * 16, 128, 3, padding=1)  # on cells of 4×4 pixels
        self.halve = nn.Conv2d(128, 192, 3, stride=2, padding=1)
        self.again = nn.Conv2d(192, 320, 3, stride=2, padding=1)
        self.fine, self.middle, self.coarse = ResBlock(128), nn.Sequential(ResBlock(192), ResBlock(192)), ResBlock(320)
        self.things = nn.Linear(320, len(THINGS))  # asked at each of 6×6 spots, so that a thing is known anywhere
        self.heads = nn.Linear(320 * 5, sum(HEADS.values()))  # on the mean of the whole and of each quarter

    def forward(self, images: Tensor) -> list[Tensor]:
        x = F.pixel_unshuffle(images, 4).contiguous(memory_format=torch.channels_last)
        x = self.halve(self.fine(self.first(x)))
        x = self.coarse(self.again(F.silu(self.middle(x))))
        x = F.silu(channel_norm(x, 320))
        things = self.things(x.flatten(2).transpose(1, 2)).float().logsumexp(1)
        summary = torch.cat((x.mean((2, 3)), F.avg_pool2d(x, SPOTS // 2).flatten(1)), 1)
        return [things, *self.heads(summary).float().split(tuple(HEADS.values()), 1)]


def shrink(images: Tensor) -> Tensor:
    """[B, 3, 256, 256] to [B, 3, 96, 96] float32."""
    return F.interpolate(images.float(), size=(SIDE, SIDE), mode="bilinear", antialias=True, align_corners=False)


class RoundTrip:
    """Scenes as finished images, drawn by code or decoded from their latents."""

    def __init__(self):
        vae = Autoencoder()
        vae.load_state_dict(torch.load(work("vae.pt")))
        self.vae, self.finish = vae.bfloat16().to(memory_format=torch.channels_last), Finish()

    @torch.no_grad()
    def finished(self, scenes: list, decoded: bool, noise: float = 0.0) -> Tensor:
        """[B, 3, 256, 256] float32 in -1..1."""
        clean, strengths = to_tensor(np.stack([render(s) for s in scenes])), strengths_of(np.array([s.look for s in scenes]))
        if decoded:
            latents = self.vae.encoder(clean.bfloat16().contiguous(memory_format=torch.channels_last))
            clean, strengths = (t.float() for t in self.vae.decoder(latents + noise * torch.randn_like(latents)))
        return self.finish(clean.clamp(-1, 1), strengths)


def _fill_examples(images: Tensor, truths: Tensor, seed: int, first: int, last: int):
    torch.set_num_threads(1)
    random, trip = np.random.default_rng(seed), RoundTrip()
    for start in range(first, last, 8):
        scenes = [random_scene(random, trained=random.uniform() < 0.8) for _ in range(min(8, last - start))]
        small = shrink(trip.finished(scenes, decoded=start // 8 % 2 == 1, noise=0.1))
        images[start : start + len(scenes)] = ((small + 1) * 127.5).round().byte()
        truths[start : start + len(scenes)] = torch.tensor([labels(s) for s in scenes])


def examples(count: int, seed: int, workers: int) -> tuple[Tensor, Tensor]:
    """(images [N, 3, 96, 96] uint8, truths [N, 11] as latents.LABELS names them)."""
    images = torch.zeros(count, 3, SIDE, SIDE, dtype=torch.uint8).share_memory_()
    truths = torch.zeros(count, len(LABELS), dtype=torch.int64).share_memory_()
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

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(images in -1..1, truths)."""
        random = np.random.default_rng((step, part))
        rows = torch.from_numpy(random.integers(len(self.images), size=plan.part_size))
        images = self.images[rows].float() / 127.5 - 1
        if step % 3 == 0:
            # Soft images, so that it reads what the model draws and not the renderer's pixels.
            images = F.interpolate(F.avg_pool2d(images, 2), scale_factor=2, mode="bilinear")
        if random.uniform() < 0.5:
            images = images.flip(3)
        down, across = random.integers(-6, 7, size=2)
        images = images.roll((int(down), int(across)), (2, 3)) + 0.05 * torch.randn(images.shape)
        return images, self.truths[rows]

    def loss(self, module: Judge, batch: tuple[Tensor, ...]) -> Tensor:
        images, truths = batch
        things, *settings = module(images.bfloat16())
        target = torch.zeros_like(things)
        for column in ("first", "second"):
            named = truths[:, LABELS.index(column)]
            target[named >= 0, named[named >= 0]] += 1
        target = target / target.sum(1, keepdim=True).clamp(min=1)
        loss = -(target * things.log_softmax(1)).sum(1).mean()
        return loss + 0.3 * sum(F.cross_entropy(logits, truths[:, LABELS.index(name)]) for name, logits in zip(HEADS, settings))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=40000)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    plan = Plan(options.steps, parts=2, part_size=32, rate=2e-3, adam=("first", "heads", "things"), ema=0.998, checkpoint=work("judge.ckpt"))
    file = work("judge-data.pt")
    if not file.exists():
        torch.save(examples(options.examples, seed=500, workers=options.workers), file)
    images, truths = (t.share_memory_() for t in torch.load(file))
    judge = train(Task(images, truths), plan, work("judge.log"), every=100, workers=options.workers)
    torch.save(judge.state_dict(), work("judge.pt"))


if __name__ == "__main__":
    main()
