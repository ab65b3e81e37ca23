"""A sheet of 48 varied prompts, good and bad: python3 -m training.sheet out.webp [--guidance G]"""
import argparse
import re

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont

from .sampler import Sampler

PROMPTS = (
    "a fox", "a small lighthouse on a rock at dusk", "a sailboat at sea, sunset", "an owl in a pine forest at night", "a blue elephant",
    "a golden dragon in the mountains", "red car on the street in the rain", "two rabbits in the snow", "three penguins in the arctic",
    "a dog and a cat", "a robot on mars", "an astronaut in space, watercolor", "pizza on a yellow background", "a tiny turtle on the beach",
    "a lion in the desert, ink drawing", "sunflower in a meadow, linocut", "a castle at sunset, paper cut", "a wooden horse in a room",
    "a whale underwater", "cyberpunk street", "portrait of an old sailor", "a cat riding a bicycle", "a frog under a mushroom in the fog",
    "a steampunk owl with goggles",
    "狐狸", "黄昏时岩石上的灯塔", "日落时海上的帆船", "夜晚松林里的猫头鹰", "蓝色的大象", "群山里的金色的龙", "雨中街上的红色汽车", "雪地里的两只兔子",
    "北极的三只企鹅", "狗和猫", "火星上的机器人", "太空中的宇航员，水彩画", "黄色背景上的披萨", "海滩上的小小的乌龟", "沙漠里的狮子，水墨画",
    "草地上的向日葵，木刻", "夕阳下的城堡，剪纸", "房间里的木头马", "海底的鲸鱼", "赛博朋克街道", "老水手的肖像", "骑着自行车的猫", "雾中蘑菇下的青蛙",
    "戴眼镜的猫在喝咖啡",
)
COLUMNS, SIDE, GAP = 8, 160, 4
LINES, LARGEST, SMALLEST = 2, 12, 7
LEADING = 4
CAPTION = LINES * (LARGEST + LEADING) + 8
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "DejaVuSans.ttf")


def _font(size: int) -> ImageFont.ImageFont:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _wrapped(caption: str, width: float, length) -> list[str]:
    """The caption in lines of at most this width, broken between English words and between Chinese characters."""
    lines, line = [], ""
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+", caption):
        # A line starts with neither punctuation nor a space.
        if line and not piece.isspace() and piece not in "，。、；：！？）》”" and length(line + piece) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def fitted(caption: str) -> tuple[ImageFont.ImageFont, list[str]]:
    """The largest font in which the whole caption fits below its image, and its lines there."""
    for size in range(LARGEST, SMALLEST - 1, -1):
        font = _font(size)
        lines = _wrapped(caption, SIDE, font.getlength)
        if len(lines) <= LINES and all(font.getlength(line) <= SIDE for line in lines):
            return font, lines
    raise ValueError(f"the caption is too long for a sheet: {caption}")


def sheet(images: np.ndarray, captions, columns: int = COLUMNS) -> Image.Image:
    """Images [N, 256, 256, 3] in a grid, each with its prompt below."""
    rows = (len(images) + columns - 1) // columns
    image = Image.new("RGB", (columns * (SIDE + GAP), rows * (SIDE + CAPTION)), "white")
    pen = ImageDraw.Draw(image)
    for i, (pixels, caption) in enumerate(zip(images, captions)):
        x, y = i % columns * (SIDE + GAP), i // columns * (SIDE + CAPTION)
        image.paste(Image.fromarray(pixels).resize((SIDE, SIDE), Image.LANCZOS), (x, y))
        font, lines = fitted(caption)
        for at, line in enumerate(lines):
            pen.text((x, y + SIDE + at * (LARGEST + LEADING)), line, fill="black", font=font)
    return image


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--guidance", type=float, default=2.0)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(2)
    sampler = Sampler(options.guidance, options.steps)
    images = sampler.draw(list(PROMPTS), [options.seed + i for i in range(len(PROMPTS))])
    sheet(images, PROMPTS).save(options.out, quality=82)


if __name__ == "__main__":
    main()
