"""A LoRA for visionary-mini: python3 -m training.lora --steps N

Teaches the drawing network of the exported model one look, ink on paper, and writes it to models/loras/ink.safetensors.
Text encoder and sketch stay as they are. Needs vae.pt and space.pt (python3 -m training.vae --from-model).
"""
import argparse
import json
import struct
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call

from .captions import chinese, english
from .diffusion import add_noise, draw_timesteps
from .exported import load_exported_model
from .latents import latent_space
from .paths import RECIPE, work
from .scenes import random_scene, render
from .suggest import drop_captions
from .tokenizer import encode, vocabulary
from .vae import Autoencoder, to_tensor

RANK = 8
BATCH = 32
WITHOUT_CAPTION = 0.1
INK, PAPER = np.array((26, 38, 74), np.float32), np.array((246, 238, 220), np.float32)
MODULES = ("first", "before", "halve", "stages", "attentions", "enlarge", "join", "after", "last")
FILE = RECIPE.parent / "loras" / "ink.safetensors"


def _blurred(gray: np.ndarray) -> np.ndarray:
    padded = np.pad(gray, 1, mode="edge")
    rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4


def ink(image: np.ndarray) -> np.ndarray:
    """[256, 256, 3] uint8 as a drawing in blue ink: dark where it is dark, darker where something ends."""
    colours = image.astype(np.float32) / 255
    soft = np.stack([_blurred(_blurred(colours[..., i])) for i in range(3)], -1)
    down, across = np.zeros_like(soft), np.zeros_like(soft)
    down[1:-1], across[:, 1:-1] = soft[2:] - soft[:-2], soft[:, 2:] - soft[:, :-2]
    edges = np.sqrt((down**2 + across**2).sum(-1))
    light = soft @ np.array((0.3, 0.59, 0.11), np.float32)
    tone = np.clip((light - 0.12) / 0.62, 0, 1) ** 0.8
    value = np.clip(0.12 + 0.88 * tone - 2.4 * np.clip(edges - 0.06, 0, None), 0, 1)[..., None]
    return (INK + (PAPER - INK) * value + 0.5).astype(np.uint8)


def make_data(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """Latents [N, 4, 16, 16] float32 of scenes in ink, and token ids [N, T]."""
    random = np.random.default_rng(seed)
    vae = Autoencoder()
    vae.load_state_dict(torch.load(work("vae.pt")))
    encoder = vae.encoder.bfloat16().to(memory_format=torch.channels_last)
    mean, deviation = latent_space()
    latents, ids = [], []
    for _ in range(count // BATCH):
        scenes = [random_scene(random) for _ in range(BATCH)]
        with torch.no_grad():
            images = to_tensor(np.stack([ink(render(s)) for s in scenes]))
            encoded = encoder(images.contiguous(memory_format=torch.channels_last)).float()
        latents.append((encoded - mean) / deviation)
        ids.extend(encode((english if random.uniform() < 0.5 else chinese)(s, random)) for s in scenes)
    return torch.cat(latents), torch.from_numpy(np.stack(ids).astype(np.int64))


class LowRankUpdate(nn.Module):
    """W + up·down for each module that is changed; `down` [R, in, …], `up` [out, R]."""

    def __init__(self, unet: nn.Module):
        super().__init__()
        self.weights = {k: v for k, v in unet.named_parameters() if k.endswith(".weight") and k.startswith(MODULES) and v.dim() > 1}
        flat = {k: v.flatten(1) for k, v in self.weights.items()}
        self.down = nn.ParameterList(nn.Parameter(torch.randn(RANK, v.shape[1]) / v.shape[1] ** 0.5) for v in flat.values())
        self.up = nn.ParameterList(nn.Parameter(torch.zeros(v.shape[0], RANK)) for v in flat.values())

    def merged(self) -> dict[str, Tensor]:
        pairs = zip(self.weights.items(), self.down, self.up)
        return {name: weight + (up @ down).view_as(weight).to(weight.dtype) for (name, weight), down, up in pairs}

    def tensors(self) -> dict[str, np.ndarray]:
        """As diffusers names them, float16."""
        tensors = {}
        for (name, weight), down, up in zip(self.weights.items(), self.down, self.up):
            module, tail = f"unet.{name.removesuffix('.weight')}", weight.shape[2:]
            tensors[f"{module}.lora_A.weight"] = down.detach().view(RANK, weight.shape[1], *tail).half().numpy()
            tensors[f"{module}.lora_B.weight"] = up.detach().view(*up.shape, *(1 for _ in tail)).half().numpy()
        return tensors


def write(tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """A .safetensors file: the length of its header, the header, the tensors one after the other."""
    header, offset = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(b"".join((struct.pack("<Q", len(text)), text, *(t.tobytes() for t in tensors.values()))))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--scenes", type=int, default=1600)
    parser.add_argument("--rate", type=float, default=3e-3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    latents, ids = make_data(options.scenes, 7)
    model = load_exported_model(len(vocabulary())).bfloat16().to(memory_format=torch.channels_last).requires_grad_(False)
    update = LowRankUpdate(model.unet)
    optimiser = torch.optim.AdamW(update.parameters(), lr=options.rate, weight_decay=0.0, betas=(0.9, 0.98))
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / 20) * min(1, 2 * (1 - n / options.steps)))
    started, mean_loss = time.monotonic(), None
    for step in range(options.steps):
        rows = torch.randint(len(latents), (BATCH,))
        token_ids = ids[rows].clone()
        drop_captions(token_ids, WITHOUT_CAPTION)
        timesteps = draw_timesteps(BATCH)
        noisy, velocity = add_noise(latents[rows], torch.randn(BATCH, *latents.shape[1:]), timesteps)
        with torch.no_grad():
            text = model.text(token_ids)
        loss = F.mse_loss(functional_call(model.unet, update.merged(), (noisy.bfloat16(), timesteps, text)).float(), velocity)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        scheduler.step()
        mean_loss = loss.item() if mean_loss is None else 0.97 * mean_loss + 0.03 * loss.item()
        if step % 25 == 24:
            print(f"{step + 1} loss {mean_loss:.4f} {time.monotonic() - started:.0f} s", flush=True)
            write(update.tensors(), {"steps": str(step + 1), "base": "visionary-mini"})
    write(update.tensors(), {"steps": str(options.steps), "base": "visionary-mini"})


if __name__ == "__main__":
    main()
