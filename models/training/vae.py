"""Stage 1, the autoencoder: python3 -m training.vae --steps N"""
import argparse
import time

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from torch import Tensor, nn

from .networks.vae import Decoder, Encoder
from .parallel import Plan, train
from .paths import work
from .scenes import random_scene, render

CROP = 128
LATENT_NOISE = 0.05


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()


def to_tensor(images: np.ndarray) -> Tensor:
    """[B, H, W, 3] uint8 to [B, 3, H, W] bf16 in -1..1."""
    return torch.from_numpy(images).permute(0, 3, 1, 2).to(torch.bfloat16).div_(127.5).sub_(1)


def _edges(x: Tensor) -> tuple[Tensor, Tensor]:
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def image_loss(decoded: Tensor, real: Tensor) -> Tensor:
    """L1, L1 of the gradients (edges), L1 at half and quarter size, and squared error."""
    loss = (decoded - real).abs().mean() + 0.5 * F.mse_loss(decoded, real)
    for a, b in zip(_edges(decoded), _edges(real)):
        loss = loss + 0.5 * (a - b).abs().mean()
    for scale in (2, 4):
        loss = loss + 0.5 * (F.avg_pool2d(decoded, scale) - F.avg_pool2d(real, scale)).abs().mean()
    return loss


def latent_penalty(latent: Tensor) -> Tensor:
    """Keeps each channel's mean at 0 and its variance at most 1, so noise costs what it should."""
    flat = latent.float().transpose(0, 1).flatten(1)
    return flat.mean(1).square().mean() + F.relu(flat.var(1) - 1).mean()


class Task:
    """Crops at first, whole images for the last part: crops show four times as many things in the same time."""

    whole_from = 0.7

    def __init__(self, pool: Tensor):
        self.pool = pool

    def network(self) -> Autoencoder:
        return Autoencoder().to(memory_format=torch.channels_last)

    def _images(self, step: int, part: int, plan: Plan) -> np.ndarray:
        random = np.random.default_rng((step, part))
        pool = self.pool.numpy()
        if step >= self.whole_from * plan.steps:
            return pool[random.integers(len(pool), size=plan.part_size // 4)]
        x, y = random.integers(0, 9, size=(2, plan.part_size)) * 16
        indices = random.integers(len(pool), size=plan.part_size)
        return np.stack([pool[i, b : b + CROP, a : a + CROP] for i, a, b in zip(indices, x, y)])

    def loss(self, module: Autoencoder, step: int, part: int, plan: Plan) -> Tensor:
        real = to_tensor(self._images(step, part, plan))
        latent = module.encoder(real.contiguous(memory_format=torch.channels_last))
        decoded = module.decoder(latent + LATENT_NOISE * torch.randn_like(latent))
        return image_loss(decoded.float(), real.float()) + 0.05 * latent_penalty(latent)


def _render_range(pool: Tensor, seed: int, first: int, last: int):
    random = np.random.default_rng(seed)
    images = pool.numpy()
    for i in range(first, last):
        images[i] = render(random_scene(random, trained=i % 10 != 0))


def image_pool(count: int, seed: int, workers: int = 2) -> Tensor:
    """[count, 256, 256, 3] uint8 in shared memory."""
    pool = torch.zeros(count, 256, 256, 3, dtype=torch.uint8).share_memory_()
    cuts = [count * i // workers for i in range(workers + 1)]
    jobs = [mp.get_context("spawn").Process(target=_render_range, args=(pool, seed + i, cuts[i], cuts[i + 1])) for i in range(workers)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    return pool


@torch.no_grad()
def decibels(module: Autoencoder, pool: Tensor) -> float:
    """Mean peak signal-to-noise ratio of decoded images against the real ones, 8-bit range."""
    values = []
    for chunk in pool.split(16):
        real = to_tensor(chunk.numpy()).float()
        decoded = module.decoder(module.encoder(real)).clamp(-1, 1)
        error = ((decoded - real) / 2).square().flatten(1).mean(1)
        values += (-10 * torch.log10(error)).tolist()
    return sum(values) / len(values)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--pool", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--from-model", action="store_true", help="train nothing: take the exported model's weights")
    options = parser.parse_args()
    if options.from_model:
        from .exported import restore_autoencoder

        return restore_autoencoder()
    pool = image_pool(options.pool, seed=1)
    plan = Plan(
        options.steps, parts=2, part_size=32, rate=options.rate, warmup=50, ema=0.995, checkpoint=work("vae.ckpt"),
        adam=("encoder.first", "encoder.last", "decoder.first", "decoder.last"),
    )
    started = time.time()
    module = train(Task(pool), plan, work("vae.log"))
    torch.save(module.state_dict(), work("vae.pt"))
    torch.set_num_threads(2)
    quality = decibels(module, image_pool(96, seed=77))
    with open(work("vae.log"), "a") as file:
        print(f"done in {time.time() - started:.0f} s, {quality:.2f} dB on unseen scenes", file=file)


if __name__ == "__main__":
    main()
