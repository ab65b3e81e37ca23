"""Stage 1c, images of 512 pixels: python3 -m training.double --steps N

A tiny network behind the decoder doubles the clean image, and the finish is laid on at 512. The latents and the UNet stay as they
are. Without double.pt the exported model makes images of 256.
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .networks.vae import Doubler
from .parallel import Plan, train
from .paths import work
from .pool import ScenePool
from .scenes import SIDE
from .vae import LATENT_NOISE, Autoencoder, image_loss, to_tensor

POOL, FIRST_SCENES = 400, 100
CROP = 128  # of the small image
WHOLE_CELLS = 16


class Task:
    def __init__(self, vae: dict):
        self.vae = {k: v.share_memory_() for k, v in vae.items()}
        self.pool = self.module = None

    def network(self) -> Doubler:
        return Doubler().to(memory_format=torch.channels_last)

    def _open(self):
        if self.module is None:
            self.pool, self.module = ScenePool("double", POOL, SIDE * 2), Autoencoder()
            self.module.load_state_dict(self.vae)
            self.module.requires_grad_(False).bfloat16().to(memory_format=torch.channels_last)

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(crops uint8 of 256 pixels, whether they go through the autoencoder)."""
        self._open()
        random = np.random.default_rng((step, part, 79))
        self.pool.add(random)
        rows = random.integers(self.pool.filled, size=plan.part_size)
        y, x = (int(v) * 2 * WHOLE_CELLS for v in random.integers(0, 9, size=2))
        crops = np.ascontiguousarray(self.pool.images[rows][:, y : y + 2 * CROP, x : x + 2 * CROP])
        return torch.from_numpy(crops), torch.tensor(random.uniform() < 0.7)

    def loss(self, module: Doubler, batch: tuple[Tensor, ...]) -> Tensor:
        self._open()
        images, decoded = batch
        self.module.to(images.device)
        large = to_tensor(images)
        small = F.avg_pool2d(large, 2)
        if decoded:
            with torch.no_grad():
                latent = self.module.encoder(small.bfloat16().contiguous(memory_format=torch.channels_last))
                small = self.module.decoder(latent + LATENT_NOISE * torch.randn_like(latent))[0].float().clamp(-1, 1)
        return image_loss(module(small.bfloat16().contiguous(memory_format=torch.channels_last)).float(), large)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--first-scenes", type=int, default=FIRST_SCENES)
    options = parser.parse_args()
    ScenePool("double", POOL, SIDE * 2).fill(options.first_scenes, seed=2)
    plan = Plan(options.steps, parts=2, part_size=4, rate=options.rate, warmup=50, ema=0.995, checkpoint=work("double.ckpt"), adam=("first", "last"))
    doubler = train(Task(torch.load(work("vae.pt"))), plan, work("double.log"), workers=options.workers)
    torch.save(doubler.state_dict(), work("double.pt"))


if __name__ == "__main__":
    main()
