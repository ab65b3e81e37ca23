"""A LoRA for visionary-mini: python3 -m training.lora --steps N

Teaches the UNet of the exported model one look that is none of its styles, cyanotype, and writes it to lora-cyanotype.safetensors
in the work folder. Text encoder, sketchbook and placement stay as they are. Needs vae.pt and space.pt (python3 -m training.vae --from-model).
"""
import argparse
import json
import struct
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call

from .captions import chinese, english
from .data import drop_captions
from .diffusion import add_noise, draw_timesteps
from .exported import load_exported_model
from .latents import encode_images, latent_space, load_encoder
from .looks import DEFAULT
from .paths import work
from .scenes import random_scene, render
from .tokenizer import encode, vocabulary

RANK = 8
BATCH = 32
WITHOUT_CAPTION = 0.1
DEEP, PAPER = np.array((22, 58, 108), np.float32), np.array((238, 242, 240), np.float32)
MODULES = ("first", "before", "halve", "stages", "attentions", "enlarge", "join", "after", "last")


def cyanotype(image: np.ndarray) -> np.ndarray:
    """[256, 256, 3] uint8 as a print in Prussian blue: light where it is light, with a steep curve between."""
    light = image.astype(np.float32) @ np.array((0.3, 0.59, 0.11), np.float32) / 255
    low, high = np.percentile(light, (3, 97))
    tone = np.clip((light - low) / max(high - low, 0.2), 0, 1)
    tone = (tone * tone * (3 - 2 * tone))[..., None]
    return (DEEP + (PAPER - DEEP) * tone + 0.5).astype(np.uint8)


def make_data(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """Latents [N, 8, 16, 16] float32 of scenes as cyanotypes, and token ids [N, T]."""
    random, encoder = np.random.default_rng(seed), load_encoder()
    mean, deviation = latent_space()
    latents, ids = [], []
    while len(ids) < count:
        scenes = [s for s in (random_scene(random) for _ in range(BATCH)) if s.look == DEFAULT]
        encoded = encode_images(encoder, np.stack([cyanotype(render(s)) for s in scenes]))
        latents.append((encoded - mean) / deviation)
        ids.extend(encode((english if random.uniform() < 0.5 else chinese)(s, random)) for s in scenes)
    return torch.cat(latents), torch.from_numpy(np.stack(ids).astype(np.int64))


class LowRankUpdate(nn.Module):
    """W + up·down for each module that is changed; `down` [R, in, …], `up` [out, R]."""

    def __init__(self, unet: nn.Module, rank: int = RANK):
        super().__init__()
        self.rank = rank
        self.weights = {k: v for k, v in unet.named_parameters() if k.endswith(".weight") and k.startswith(MODULES) and v.dim() > 1}
        flat = {k: v.flatten(1) for k, v in self.weights.items()}
        self.down = nn.ParameterList(nn.Parameter(torch.randn(rank, v.shape[1]) / v.shape[1] ** 0.5) for v in flat.values())
        self.up = nn.ParameterList(nn.Parameter(torch.zeros(v.shape[0], rank)) for v in flat.values())

    def merged(self) -> dict[str, Tensor]:
        pairs = zip(self.weights.items(), self.down, self.up)
        return {name: weight + (up @ down).view_as(weight).to(weight.dtype) for (name, weight), down, up in pairs}

    def tensors(self) -> dict[str, np.ndarray]:
        """As diffusers names them, float16."""
        tensors = {}
        for (name, weight), down, up in zip(self.weights.items(), self.down, self.up):
            module, tail = f"unet.{name.removesuffix('.weight')}", weight.shape[2:]
            tensors[f"{module}.lora_A.weight"] = down.detach().view(self.rank, weight.shape[1], *tail).half().numpy()
            tensors[f"{module}.lora_B.weight"] = up.detach().view(*up.shape, *(1 for _ in tail)).half().numpy()
        return tensors


def write(file: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """A .safetensors file: the length of its header, the header, the tensors one after the other."""
    header, offset = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(b"".join((struct.pack("<Q", len(text)), text, *(t.tobytes() for t in tensors.values()))))


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
    optimizer = torch.optim.AdamW(update.parameters(), lr=options.rate, weight_decay=0.0, betas=(0.9, 0.98))
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1, (n + 1) / 20) * min(1, 2 * (1 - n / options.steps)))
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
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        mean_loss = loss.item() if mean_loss is None else 0.97 * mean_loss + 0.03 * loss.item()
        if step % 25 == 24:
            print(f"{step + 1} loss {mean_loss:.4f} {time.monotonic() - started:.0f} s", flush=True)
            write(work("lora-cyanotype.safetensors"), update.tensors(), {"steps": str(step + 1), "base": "visionary-mini"})
    write(work("lora-cyanotype.safetensors"), update.tensors(), {"steps": str(options.steps), "base": "visionary-mini"})


if __name__ == "__main__":
    main()
