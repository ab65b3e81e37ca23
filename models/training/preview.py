"""Stage 2b, previews of unfinished images: python3 -m training.preview

A small decoder to half of the image's side, and one linear map from a latent cell to its mean color.
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .finish import Finish
from .latents import encode_images, latent_space, load_encoder
from .networks.vae import Preview
from .parallel import Plan, train
from .paths import work
from .scenes import random_scene, render
from .vae import strengths_of, to_tensor


def make_pairs(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """(latents [N,8,16,16], images [N,3,128,128] in -1..1), float32."""
    random = np.random.default_rng(seed)
    encoder, finish = load_encoder(), Finish()
    mean, deviation = latent_space()
    latents, images = [], []
    with torch.no_grad():
        for _ in range(0, count, 32):
            scenes = [random_scene(random) for _ in range(32)]
            clean = np.stack([render(s) for s in scenes])
            latents.append((encode_images(encoder, clean) - mean) / deviation)
            images.append(F.avg_pool2d(finish(to_tensor(clean), strengths_of(np.array([s.look for s in scenes]))), 2))
    return torch.cat(latents), torch.cat(images)


class Task:
    def __init__(self, latents: Tensor, images: Tensor):
        self.latents, self.images = latents.share_memory_(), images.share_memory_()

    def network(self) -> Preview:
        return Preview()

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(latents, small images)."""
        generator = torch.Generator().manual_seed(step * 7 + part)
        rows = torch.randint(len(self.latents), (plan.part_size,), generator=generator)
        return self.latents[rows], self.images[rows]

    def loss(self, module: Preview, batch: tuple[Tensor, ...]) -> Tensor:
        latents, real = batch
        # Unfinished latents are seen too, so a little noise is part of the input.
        noisy = latents + 0.1 * torch.randn_like(latents)
        decoded = module(noisy.bfloat16()).float()
        return (decoded - real).abs().mean() + F.mse_loss(decoded, real)


def linear_map(latents: Tensor, images: Tensor) -> tuple[list, list]:
    """Least squares from a cell's eight numbers to its mean red, green, blue in -1..1: factors [8][3] and bias [3]."""
    cells = latents.permute(0, 2, 3, 1).reshape(-1, latents.shape[1])
    colors = F.avg_pool2d(images, 8).permute(0, 2, 3, 1).reshape(-1, 3)
    solution = torch.linalg.lstsq(torch.cat((cells, torch.ones(len(cells), 1)), 1), colors).solution
    rounded = [[round(v, 5) for v in row] for row in solution.tolist()]
    return rounded[:-1], rounded[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--scenes", type=int, default=1024)
    options = parser.parse_args()
    latents, images = make_pairs(options.scenes, seed=9)
    plan = Plan(options.steps, parts=2, part_size=32, rate=2e-3, adam=("first", "last"), ema=0.99)
    preview = train(Task(latents, images), plan, work("preview.log"), every=100)
    factors, bias = linear_map(latents, images)
    torch.save({"weights": preview.state_dict(), "factors": factors, "bias": bias}, work("preview.pt"))


if __name__ == "__main__":
    main()
