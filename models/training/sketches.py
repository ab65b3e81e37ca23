"""What the sketchbook draws: python3 -m training.sketches out.webp

Each row has the three drawings of the first thing that a prompt names, from the latest weights of stage 3. With --templates, also the first
drawing in all sizes, in the color and style of the prompt (stage 3b).
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

from .finish import Finish
from .grid import CELL, GRID, SIZES
from .latents import latent_space
from .networks.guess import key_bias
from .parallel import load_flat
from .paths import work
from .sheet import sheet
from .suggest import Suggester
from .templates import Finder
from .tokenizer import encode, vocabulary
from .vae import Autoencoder

PROMPTS = (
    "a fox", "an elephant in the snow", "a blue elephant", "an owl at night", "a sailboat, watercolor", "a robot on mars", "a castle, ink", "a wooden horse",
    "狐狸", "雪地里的大象", "夜晚的猫头鹰", "帆船", "骑着自行车的猫", "一只青蛙，剪纸", "灯塔", "宇航员",
)


def latest(name: str, module: nn.Module) -> nn.Module:
    """The averaged weights of a stage's checkpoint."""
    return load_flat(module, torch.load(work(f"{name}.ckpt"))["mean"])


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--templates", action="store_true")
    options = parser.parse_args()
    vae = Autoencoder()
    vae.load_state_dict(torch.load(work("vae.pt")))
    (mean, deviation), finish = latent_space(), Finish()
    ids = torch.from_numpy(np.stack([encode(p) for p in PROMPTS]).astype(np.int64))
    network = latest("appearance", Finder(len(vocabulary()))) if options.templates else latest("suggest", Suggester(len(vocabulary())))
    text = network.text(ids)
    book = network.guess.sketchbook if options.templates else network.sketchbook
    drawings, _, _ = book(text, key_bias(text))
    shown = list(drawings[:, 0].unbind(1))
    if options.templates:
        shown = shown[:1]
        for side, template in zip(SIZES, network.guess.template_set(drawings, network.guess.templates.look(text, key_bias(text)))):
            rest = GRID - side
            shown.append(F.pad(template[:, 0, 0, :-1] * template[:, 0, 0, -1:], (rest // 2, rest // 2, rest // 2, rest // 2)))
    columns = []
    for latents in shown:
        clean, strengths = vae.decoder(latents.float() * deviation + mean)
        decoded = finish(clean.clamp(-1, 1), strengths * 0)
        columns.append(((decoded + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy())
    images = np.stack(columns, 1).reshape(-1, GRID * CELL, GRID * CELL, 3)
    captions = [p for p in PROMPTS for _ in columns]
    result: Image.Image = sheet(images, captions, columns=2 * len(columns))
    result.save(options.out, quality=82)


if __name__ == "__main__":
    main()
