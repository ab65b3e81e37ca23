"""Stage 1, the autoencoder: python3 -m training.vae --steps N [--workers 1]

The encoder sees finished images half of the time and clean ones otherwise; the decoder learns the clean image and the
strengths of the finish.
"""
import argparse
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .finish import Finish
from .looks import LOOKS
from .networks.vae import Decoder, Encoder
from .parallel import Plan, train
from .paths import work
from .pool import ScenePool
from .scenes import random_scene, render

CROP = 128
LATENT_NOISE = 0.05
POOL = 4000
FIRST_SCENES = 800
NEW_SCENES = 1  # rendered for each part of a step
STRENGTHS = np.stack([look.strengths() for look in LOOKS])


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()


def to_tensor(images: np.ndarray | Tensor) -> Tensor:
    """[B, H, W, 3] uint8 to [B, 3, H, W] float32 in -1..1."""
    images = images if isinstance(images, Tensor) else torch.from_numpy(images)
    return images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def strengths_of(looks: np.ndarray | Tensor) -> Tensor:
    """Look indices [B] to the strengths of their finish, [B, 8, 1, 1]."""
    looks = looks if isinstance(looks, Tensor) else torch.from_numpy(np.asarray(looks))
    return torch.from_numpy(STRENGTHS).to(looks.device)[looks.long()].view(len(looks), -1, 1, 1)


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


def finished(clean: Tensor, strengths: Tensor, finish: Finish, shift: tuple[int, int]) -> Tensor:
    """Images with their finish laid on, the paper shifted."""
    tiles = finish.tiles
    finish.tiles = tiles.roll(shift, (2, 3))
    with torch.no_grad():
        image = finish(clean, strengths)
    finish.tiles = tiles
    return image


class Task:
    """Crops at first, whole images for the last part: crops show four times as many things in the same time."""

    whole_from = 0.75

    def __init__(self):
        self.pool = self.finish = None

    def network(self) -> Autoencoder:
        return Autoencoder().to(memory_format=torch.channels_last)

    def _open(self):
        # Opened in each process on first use: memory maps don't travel.
        if self.pool is None:
            self.pool, self.finish = ScenePool("vae", POOL), Finish()

    def _images(self, step: int, part: int, plan: Plan, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        images, looks, filled = self.pool.images, self.pool.looks, self.pool.filled
        if step >= self.whole_from * plan.steps:
            rows = random.integers(filled, size=plan.part_size // 4)
            return images[rows], looks[rows]
        rows = random.integers(filled, size=plan.part_size)
        corners = random.integers(0, 129, size=(plan.part_size, 2))
        return np.stack([images[i, y : y + CROP, x : x + CROP] for i, (y, x) in zip(rows, corners)]), looks[rows]

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(images uint8, looks, [paper's shift down, across, whether mirrored])."""
        self._open()
        random = np.random.default_rng((step, part, 77))
        for _ in range(NEW_SCENES):
            self.pool.add(random, trained=random.uniform() < 0.9)
        images, looks = self._images(step, part, plan, random)
        choices = [*random.integers(256, size=2), random.uniform() < 0.25]
        return torch.from_numpy(np.ascontiguousarray(images)), torch.from_numpy(np.array(looks)), torch.tensor([int(c) for c in choices])

    def loss(self, module: Autoencoder, batch: tuple[Tensor, ...]) -> Tensor:
        self._open()
        images, looks, choices = batch
        self.finish.to(images.device)
        down, across, mirrored = choices.tolist()
        real, strengths = to_tensor(images), strengths_of(looks)
        half = len(real) // 2
        seen = torch.cat((finished(real[:half], strengths[:half], self.finish, (down, across)), real[half:]))
        latent = module.encoder(seen.bfloat16().contiguous(memory_format=torch.channels_last))
        noisy = latent + LATENT_NOISE * torch.randn_like(latent)
        if mirrored:
            # A mirrored latent is a mirrored image, so that the UNet learns a thing's two directions as one.
            noisy, real = noisy.flip(3).contiguous(memory_format=torch.channels_last), real.flip(3)
        decoded, guessed = module.decoder(noisy)
        loss = image_loss(decoded.float(), real) + 0.05 * latent_penalty(latent)
        return loss + 0.5 * F.mse_loss(guessed.float(), strengths.expand_as(guessed))


@torch.no_grad()
def quality(module: Autoencoder, count: int, seed: int) -> dict[str, float]:
    """Of clean images against the real ones: decibels, decibels where color is flat, and edge energy as a share of the real one's."""
    random = np.random.default_rng(seed)
    scenes = [random_scene(random, trained=i % 2 == 0) for i in range(count)]
    total, flat, energy = [], [], []
    for start in range(0, count, 8):
        real = to_tensor(np.stack([render(s) for s in scenes[start : start + 8]]))
        decoded = module.decoder(module.encoder(real.contiguous(memory_format=torch.channels_last)))[0].float().clamp(-1, 1)
        error = ((decoded - real) / 2).square().mean(1)
        slope = sum(F.pad(e.abs().mean(1), p) for e, p in zip(_edges(real), ((0, 1), (0, 0, 0, 1))))
        calm = F.max_pool2d(slope[:, None], 9, 1, 4)[:, 0] < 0.03
        total += (-10 * torch.log10(error.flatten(1).mean(1))).tolist()
        flat += [-10 * float(torch.log10(e[c].mean() + 1e-8)) for e, c in zip(error, calm) if c.float().mean() > 0.05]
        of_real, of_decoded = (sum(e.square().sum((1, 2, 3)) for e in _edges(x)) for x in (real, decoded))
        energy += (of_decoded / of_real).tolist()
    return {"dB": round(sum(total) / len(total), 2), "flat dB": round(sum(flat) / len(flat), 2), "edge energy": round(sum(energy) / len(energy), 3)}


def plan_for(steps: int, rate: float) -> Plan:
    return Plan(
        steps, parts=2, part_size=16, rate=rate, warmup=50, flat=0.5, ema=0.998, checkpoint=work("vae.ckpt"),
        adam=("encoder.first", "encoder.last", "decoder.first", "decoder.last", "decoder.finish"),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=4500)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--first-scenes", type=int, default=FIRST_SCENES, help="rendered before the first step")
    parser.add_argument("--from-model", action="store_true", help="train nothing: take the exported model's weights")
    options = parser.parse_args()
    if options.from_model:
        from .exported import restore_autoencoder

        return restore_autoencoder()
    ScenePool("vae", POOL).fill(options.first_scenes, seed=1)
    started = time.time()
    module = train(Task(), plan_for(options.steps, options.rate), work("vae.log"), workers=options.workers)
    torch.save(module.state_dict(), work("vae.pt"))
    with open(work("vae.log"), "a") as file:
        print(f"done in {time.time() - started:.0f} s, {quality(module, 64, 77)}", file=file)


if __name__ == "__main__":
    main()
