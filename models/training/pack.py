"""Weights in small files: python3 -m training.pack OUT, and back with python3 -m training.pack --from FOLDER.

For machines that are lent and return only a few small files: float16, in parts of at most 14 MB. `--sprites FILE` writes the drawings that
scenes show into one tar file of about 47 MB, to be extracted into the work folder of such a machine.
"""
import argparse
import tarfile
from pathlib import Path

import torch
from torch import Tensor

from .draw import DiffusionModel
from .grid import VARIANTS
from .paths import SPRITES, work
from .parallel import load_flat
from .suggest import Suggester
from .things import THINGS, variants
from .tokenizer import vocabulary
from .vae import Autoencoder

PART_BYTES = 14_000_000
# What is packed: the finished file of a stage, or else the averaged weights of its checkpoint.
NETWORKS = {
    "vae": Autoencoder,
    "suggest": lambda: Suggester(len(vocabulary())),
    "appearance": None,  # packed once it is finished
    "draw": lambda: DiffusionModel(len(vocabulary())),
}
SMALL = ("space.pt", "preview.pt", "vae.log", "suggest.log", "templates.log", "appearance.log", "draw.log")


def latest(name: str) -> dict[str, Tensor] | None:
    if work(f"{name}.pt").exists():
        return torch.load(work(f"{name}.pt"))
    if NETWORKS[name] and work(f"{name}.ckpt").exists():
        return load_flat(NETWORKS[name](), torch.load(work(f"{name}.ckpt"))["mean"]).state_dict()
    return None


def pack(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    small = {}
    for name in SMALL:
        if work(name).exists():
            small[name] = work(name).read_bytes()
    torch.save(small, out / "small.pt")
    for name in NETWORKS:
        state, part, size, number = latest(name), {}, 0, 0
        for key, tensor in (state or {}).items():
            part[key], size = tensor.half(), size + tensor.numel() * 2
            if size > PART_BYTES:
                torch.save(part, out / f"{name}-{number}.pt")
                part, size, number = {}, 0, number + 1
        if part:
            torch.save(part, out / f"{name}-{number}.pt")


def unpack(folder: Path) -> None:
    for name, content in torch.load(folder / "small.pt").items():
        work(name).write_bytes(content)
    for name in NETWORKS:
        state = {}
        for file in sorted(folder.glob(f"{name}-*.pt")):
            state |= {key: tensor.float() for key, tensor in torch.load(file).items()}
        if state:
            torch.save(state, work(f"{name}.pt"))
            finish(name)
    if work("draw.pt").exists():  # has the text encoder, the sketchbook, and the templates
        finish("suggest")
        finish("templates")
        finish("appearance")
    if work("preview.pt").exists():
        finish("preview")


def finish(stage: str) -> None:
    """pipeline.sh skips it."""
    work(f"done-{stage}").touch()


def pack_sprites(file: Path) -> None:
    shown = {f"{t.drawings[v]}.png" for t in THINGS for v in variants(t, VARIANTS)}
    with tarfile.open(file, "w") as tar:
        for name in ("sprites.json", *sorted(shown)):
            tar.add(SPRITES / name, f"sprites/{name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--from", dest="source", type=Path)
    parser.add_argument("--sprites", type=Path)
    options = parser.parse_args()
    if options.sprites:
        return pack_sprites(options.sprites)
    unpack(options.source) if options.source else pack(options.out)


if __name__ == "__main__":
    main()
