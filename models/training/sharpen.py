"""Stage 1b, crisp edges: python3 -m training.sharpen --steps N

The decoder alone learns on, with the encoder as stage 1 left it, so that latents keep their meaning and the later stages need
not wait. To the losses of stage 1 come a perceptual term (the features of the frozen encoder at an eighth of the image's side) and a
small patch discriminator with a hinge loss.
"""
import argparse
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .networks.layers import channel_norm
from .networks.vae import Decoder
from .parallel import Plan, train
from .paths import work
from .pool import ScenePool
from .vae import CROP, LATENT_NOISE, POOL, Autoencoder, image_loss, quality, strengths_of, to_tensor

PERCEPTUAL, ADVERSARIAL = 0.3, 0.04
ADVERSARY_FROM = 0.1  # share of the steps before the discriminator has a say


class Adversary(nn.Module):
    """Scores patches of about 30 pixels: [B, 3, H, W] to [B, 1, H/8, W/8]."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(12, 48, 3, padding=1)  # on cells of 2×2 pixels
        self.second = nn.Conv2d(48, 96, 3, stride=2, padding=1)
        self.third = nn.Conv2d(96, 128, 3, stride=2, padding=1)
        self.last = nn.Conv2d(128, 1, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        x = F.leaky_relu(self.first(F.pixel_unshuffle(image, 2)), 0.2)
        x = F.leaky_relu(channel_norm(self.second(x), 96), 0.2)
        x = F.leaky_relu(channel_norm(self.third(x), 128), 0.2)
        return self.last(x)


class Sharpener(nn.Module):
    def __init__(self):
        super().__init__()
        self.decoder, self.adversary = Decoder(), Adversary()


class _Flip(torch.autograd.Function):
    """The identity, whose gradient is turned around and scaled: one backward pass trains both opponents."""

    @staticmethod
    def forward(context, x: Tensor, scale: float) -> Tensor:
        context.scale = scale
        return x.view_as(x)

    @staticmethod
    def backward(context, gradient: Tensor):
        return -context.scale * gradient, None


class Task:
    def __init__(self, vae: dict):
        self.vae = {k: v.share_memory_() for k, v in vae.items()}
        self.pool = self.encoder = None

    def network(self) -> Sharpener:
        return Sharpener().to(memory_format=torch.channels_last)

    def _open(self):
        if self.pool is None:
            self.pool = ScenePool("vae", POOL)
            module = Autoencoder()
            module.load_state_dict(self.vae)
            self.encoder = module.encoder.requires_grad_(False).bfloat16().to(memory_format=torch.channels_last)

    def _features(self, image: Tensor) -> list[Tensor]:
        """What the encoder sees in an image: its maps at an eighth of the size, normed."""
        x = F.pixel_unshuffle(image.bfloat16(), 8).contiguous(memory_format=torch.channels_last)
        first = self.encoder.first(x)
        fine = self.encoder.fine(first)
        return [channel_norm(m, m.shape[1]).float() for m in (first, fine)]

    def batch(self, step: int, part: int, plan: Plan) -> tuple[Tensor, ...]:
        """(crops uint8, looks, whether the adversary has a say)."""
        self._open()
        random = np.random.default_rng((step, part, 78))
        self.pool.add(random, trained=random.uniform() < 0.9)
        rows = random.integers(self.pool.filled, size=plan.part_size)
        y, x = (int(v) * 16 for v in random.integers(0, 9, size=2))
        crops = np.ascontiguousarray(self.pool.images[rows][:, y : y + CROP, x : x + CROP])
        return torch.from_numpy(crops), torch.from_numpy(np.array(self.pool.looks[rows])), torch.tensor(step >= ADVERSARY_FROM * plan.steps)

    def loss(self, module: Sharpener, batch: tuple[Tensor, ...]) -> Tensor:
        self._open()
        images, looks, opposed = batch
        self.encoder.to(images.device)
        real, strengths = to_tensor(images), strengths_of(looks)
        with torch.no_grad():
            latent = self.encoder(real.bfloat16().contiguous(memory_format=torch.channels_last))
            latent = latent + LATENT_NOISE * torch.randn_like(latent)
            wanted = self._features(real)
        decoded, guessed = module.decoder(latent)
        loss = image_loss(decoded.float(), real) + 0.5 * F.mse_loss(guessed.float(), strengths.expand_as(guessed))
        loss = loss + PERCEPTUAL * sum((a - b).abs().mean() for a, b in zip(self._features(decoded), wanted))
        if not opposed:
            return loss + self._separate(module.adversary, decoded.detach(), real)
        # The discriminator learns to tell the two apart; the decoder gets the opposite gradient, scaled.
        return loss + self._separate(module.adversary, _Flip.apply(decoded, ADVERSARIAL), real)

    @staticmethod
    def _separate(adversary: Adversary, decoded: Tensor, real: Tensor) -> Tensor:
        return F.relu(1 + adversary(decoded).float()).mean() + F.relu(1 - adversary(real.to(decoded.dtype)).float()).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    state = torch.load(work("vae.pt"))
    start = Sharpener()
    start.decoder.load_state_dict({k[8:]: v for k, v in state.items() if k.startswith("decoder.")})
    plan = Plan(
        options.steps, parts=2, part_size=12, rate=options.rate, warmup=100, flat=0.6, ema=0.998, checkpoint=work("sharpen.ckpt"),
        adam=("decoder.first", "decoder.last", "decoder.finish", "adversary"),
    )
    started = time.time()
    module = train(Task(state), plan, work("sharpen.log"), start=start, workers=options.workers)
    before = Autoencoder()
    before.load_state_dict(state)
    after = Autoencoder()
    after.load_state_dict({k: v for k, v in state.items() if k.startswith("encoder.")} | {f"decoder.{k}": v for k, v in module.decoder.state_dict().items()})
    with open(work("sharpen.log"), "a") as file:
        print(f"done in {time.time() - started:.0f} s; before {quality(before, 64, 77)}, after {quality(after, 64, 77)}", file=file)
    torch.save(state, work("vae-before-sharpening.pt"))
    torch.save(after.state_dict(), work("vae.pt"))


if __name__ == "__main__":
    main()
