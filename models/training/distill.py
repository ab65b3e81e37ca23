"""Stage 5, four steps instead of twenty: python3 -m training.distill --steps N

Trains a LoRA with which four DDIM steps without guidance do what twenty steps with guidance do, and writes it to
lora-four-steps.safetensors in the work folder. Each of the four steps learns the way that five guided steps of the finished
model take from the same noisy latent. A LoRA, because a second UNet would not fit into 40 MB.
"""
import argparse
import json
import time

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.func import functional_call

from .data import SceneData
from .diffusion import NOISE, SIGNAL, STEPS
from .export import latest_model
from .lora import LowRankUpdate, write
from .paths import work
from .tokenizer import encode

RANK = 16
BATCH = 16
FEW, MANY = 4, 20
GUIDANCE = 2.0
SAVE_EVERY = 25


def _levels(t: int) -> tuple[Tensor, Tensor]:
    """(signal, noise) at a timestep; below the first step the schedule's own first value holds."""
    return SIGNAL[max(t, 0)], NOISE[max(t, 0)]


def ddim_step(x: Tensor, velocity: Tensor, t: int, previous: int) -> Tensor:
    (a, s), (a2, s2) = _levels(t), _levels(previous)
    return a2 * (a * x - s * velocity) + s2 * (a * velocity + s * x)


def velocity_between(x: Tensor, target: Tensor, t: int, previous: int) -> Tensor:
    """The velocity with which one DDIM step goes from x to the target."""
    (a, s), (a2, s2) = _levels(t), _levels(previous)
    return (target - (a2 * a + s2 * s) * x) / (s2 * a - a2 * s)


class Distiller:
    def __init__(self):
        self.model = latest_model().bfloat16().to(memory_format=torch.channels_last).requires_grad_(False)
        self.empty = self.model.text(torch.from_numpy(encode("").astype("int64"))[None])
        self.update = LowRankUpdate(self.model.unet, RANK)

    @torch.no_grad()
    def _teach(self, x: Tensor, text: Tensor, start: int, end: int) -> Tensor:
        """Where guided steps of the finished model lead from x, between two timesteps."""
        empty = torch.cat((self.empty, torch.zeros(1, max(text.shape[1] - self.empty.shape[1], 0), text.shape[2], dtype=text.dtype)), 1)
        both = torch.cat((empty[:, : text.shape[1]].expand_as(text), text))
        stride = STEPS // MANY
        for now in range(start, end, -stride):
            unguided, guided = self.model.unet(torch.cat((x, x)).bfloat16(), torch.tensor([now]), both).float().chunk(2)
            x = ddim_step(x, unguided + GUIDANCE * (guided - unguided), now, now - stride)
        return x

    def loss(self, data: SceneData, step: int) -> Tensor:
        latents, _, ids, _ = data.batch(BATCH, (step, 999))
        t = (FEW - 1 - step % FEW) * (STEPS // FEW) + 1
        a, s = _levels(t)
        start, x = t, a * latents + s * torch.randn_like(latents)
        if t == (FEW - 1) * (STEPS // FEW) + 1:
            # Sampling starts from pure noise, which the first of twenty steps is closest to.
            start, x = STEPS - STEPS // MANY + 1, torch.randn_like(latents)
        with torch.no_grad():
            text = self.model.text(ids)
        end = t - STEPS // FEW
        target = velocity_between(x, self._teach(x, text, start, end), t, end)
        guessed = functional_call(self.model.unet, self.update.merged(), (x.bfloat16(), torch.tensor([t]), text))
        return F.mse_loss(guessed.float(), target)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--rate", type=float, default=1e-3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    data, distiller = SceneData(), Distiller()
    optimizer = torch.optim.AdamW(distiller.update.parameters(), lr=options.rate, weight_decay=0.0, betas=(0.9, 0.98))
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1, (n + 1) / 50) * min(1, 2 * (1 - n / options.steps)))
    checkpoint, first, mean_loss, started = work("distill.ckpt"), 0, None, time.monotonic()
    if checkpoint.exists():
        state = torch.load(checkpoint)
        distiller.update.load_state_dict(state["update"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        scheduler.load_state_dict(state["scheduler"])
        first = state["step"]
    for step in range(first, options.steps):
        loss = distiller.loss(data, step)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        mean_loss = loss.item() if mean_loss is None else 0.97 * mean_loss + 0.03 * loss.item()
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == options.steps:
            line = f"{step + 1}/{options.steps} loss {mean_loss:.4f} {time.monotonic() - started:.0f} s"
            with open(work("distill.log"), "a") as file:
                print(line, file=file)
            state = {"update": distiller.update.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(), "step": step + 1}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").rename(checkpoint)
            metadata = {"base": "visionary-mini", "steps": str(FEW), "guidance": "1", "scheduler": json.dumps({"name": "ddim", "steps": FEW})}
            write(work("lora-four-steps.safetensors"), distiller.update.tensors(), metadata)


if __name__ == "__main__":
    main()
