"""Stage 2b, previews of unfinished images: python3 -m training.preview

A tiny decoder to a quarter of the image's side, and one linear map from a latent cell to its mean colour.
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .latents import latent_space
from .networks.vae import Preview
from .parallel import Plan, train
from .paths import work
from .scenes import random_scene, render
from .vae import Autoencoder, to_tensor


def make_pairs(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """(latents [N,4,16,16], images [N,3,64,64] in -1..1), float32."""
    random = np.random.default_rng(seed)
    vae = Autoencoder()
    vae.load_state_dict(torch.load(work("vae.pt")))
    encoder = vae.encoder.bfloat16().to(memory_format=torch.channels_last)
    mean, deviation = latent_space()
    latents, images = [], []
    with torch.no_grad():
        for _ in range(0, count, 32):
            batch = to_tensor(np.stack([render(random_scene(random)) for _ in range(32)]))
            latents.append((encoder(batch.contiguous(memory_format=torch.channels_last)).float() - mean) / deviation)
            images.append(F.avg_pool2d(batch.float(), 4))
    return torch.cat(latents), torch.cat(images)


class Task:
    def __init__(self, latents: Tensor, images: Tensor):
        self.latents, self.images = latents.share_memory_(), images.share_memory_()

    def network(self) -> Preview:
        return Preview()

    def loss(self, module: Preview, step: int, part: int, plan: Plan) -> Tensor:
        generator = torch.Generator().manual_seed(step * 7 + part)
        rows = torch.randint(len(self.latents), (plan.part_size,), generator=generator)
        latents = self.latents[rows]
        # Unfinished latents are seen too, so a little noise is part of the input.
        noisy = latents + 0.1 * torch.randn(latents.shape)
        decoded = module(noisy.bfloat16()).float()
        real = self.images[rows]
        return (decoded - real).abs().mean() + F.mse_loss(decoded, real)


def linear_map(latents: Tensor, images: Tensor) -> tuple[list, list]:
    """Least squares from a cell's four numbers to its mean red, green, blue in -1..1: factors [4][3] and bias [3]."""
    cells = latents.permute(0, 2, 3, 1).reshape(-1, 4)
    colours = F.avg_pool2d(images, 4).permute(0, 2, 3, 1).reshape(-1, 3)
    solution = torch.linalg.lstsq(torch.cat((cells, torch.ones(len(cells), 1)), 1), colours).solution
    rounded = [[round(v, 5) for v in row] for row in solution.tolist()]
    return rounded[:4], rounded[4]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=800)
    options = parser.parse_args()
    latents, images = make_pairs(1024, seed=9)
    plan = Plan(options.steps, parts=2, part_size=32, rate=2e-3, adam=("first", "last"), ema=0.99)
    preview = train(Task(latents, images), plan, work("preview.log"), every=100)
    factors, bias = linear_map(latents, images)
    torch.save({"weights": preview.state_dict(), "factors": factors, "bias": bias}, work("preview.pt"))


if __name__ == "__main__":
    main()
