"""A sheet of 48 varied prompts, good and bad: python3 -m training.sheet out.webp [--guidance G]"""
import argparse

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont

from .sampler import Sampler

PROMPTS = (
    "a fox", "a photo of a cat in the snow", "a panda in the forest", "an owl at night", "a blue elephant",
    "a golden dragon in the sky", "red car in the city", "two rabbits", "three penguins in the snow", "a dog and a cat",
    "a robot in space", "astronaut, night, masterpiece", "pizza on a yellow background", "a tiny turtle on the beach",
    "a huge lion in the desert", "sunflower in a meadow", "a castle at sunset", "an apple and a banana",
    "a purple horse in the mountains", "a whale underwater", "a guitar in a room", "a steampunk owl with goggles",
    "two cats and a dog in the rain", "xylophone",
    "狐狸", "雪地里的小猫", "森林里的熊猫", "夜晚的猫头鹰", "蓝色的大象", "天空中的金色的龙", "城市里的红色汽车", "两只兔子",
    "雪地里的三只企鹅", "狗和猫", "太空中的机器人", "宇航员，星空，杰作", "黄色背景上的披萨", "海滩上的小乌龟", "沙漠里的巨大的狮子",
    "草地上的向日葵", "夕阳下的城堡", "苹果和香蕉", "山里的紫色的马", "海底的鲸鱼", "房间里的吉他", "戴眼镜的猫在喝咖啡",
    "一条龙和一个公主在城堡前", "凤凰",
)
COLUMNS, SIDE, CAPTION = 8, 160, 18
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "DejaVuSans.ttf")


def _font() -> ImageFont.ImageFont:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, 12)
        except OSError:
            continue
    return ImageFont.load_default()


def sheet(images: np.ndarray, captions, columns: int = COLUMNS) -> Image.Image:
    """Images [N, 256, 256, 3] in a grid, each with its prompt below."""
    rows = (len(images) + columns - 1) // columns
    image = Image.new("RGB", (columns * (SIDE + 4), rows * (SIDE + CAPTION)), "white")
    pen, font = ImageDraw.Draw(image), _font()
    for i, (pixels, caption) in enumerate(zip(images, captions)):
        x, y = i % columns * (SIDE + 4), i // columns * (SIDE + CAPTION)
        image.paste(Image.fromarray(pixels).resize((SIDE, SIDE), Image.LANCZOS), (x, y))
        while pen.textlength(caption, font) > SIDE:
            caption = caption[:-1]
        pen.text((x + 1, y + SIDE), caption, fill="black", font=font)
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
