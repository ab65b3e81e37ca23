"""The UNet: noisy latents, a timestep and text vectors to the predicted velocity, all latents [B, 8, h, w].

Its sketchbook turns the text into drawings of the things that are named, each alone and in one usual size; attention lets
every cell of the image look up what of them belongs there. So drawings are remembered in one matrix, and the convolutions
are left with placing them, coloring them, and making them sharp.
"""
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..diffusion import NOISE, SIGNAL
from .layers import channel_norm
from .text import WIDTH as TEXT
from .text import attend
from .vae import LATENT_CHANNELS

FINE, COARSE = 128, 256  # channels at the latent's size and at half of it
STAGES = 3
GRID = 16  # side of the latents it is trained on
SUBJECTS, VARIANTS, PAGE = 2, 3, 12  # things a text may name, drawings of each, and the side of a drawing in cells
QUERIES = 3  # for each subject, and for the ground
GROUND = 8  # side of the guessed ground, spread over the image


def key_bias(text: Tensor) -> Tensor:
    """[B, 1, 1, T]: 0 for tokens, -10000 for padding, whose vectors are zero."""
    return (text.abs().sum(-1) == 0).to(text.dtype)[:, None, None, :] * -1e4


def spread(grid: Tensor, like: Tensor) -> Tensor:
    """A learned map [B, C, n, n] laid over the height and width of `like`.

    In a larger image it keeps its scale, which is the one the network knows: it lies in the middle, and its edges continue
    outward. In a smaller one it is shrunk to fit.
    """
    if not torch.onnx.is_in_onnx_export() and grid.shape[-2:] == like.shape[-2:]:
        return grid
    side = grid.shape[-1]
    rows, columns = (torch.arange(n, dtype=torch.float32, device=like.device) for n in like.shape[-2:])
    height, width = rows[-1] + 1, columns[-1] + 1
    scale = torch.clamp(torch.minimum(height, width) / side, max=1.0)
    # A quarter less than the cell's middle: whole numbers stay, and halves of odd sizes all fall the same way.
    down = ((rows + 0.5 - height / 2) / scale + side / 2 - 0.25).floor().long().clamp(0, side - 1)
    across = ((columns + 0.5 - width / 2) / scale + side / 2 - 0.25).floor().long().clamp(0, side - 1)
    return grid.index_select(2, down).index_select(3, across)


class Sketchbook(nn.Module):
    """From the text alone: drawings of up to two named things, and a rough guess of the ground."""

    def __init__(self):
        super().__init__()
        self.query = nn.Parameter(torch.randn((SUBJECTS + 1) * QUERIES, TEXT) * 0.5)
        self.key, self.value = nn.Linear(TEXT, TEXT), nn.Linear(TEXT, TEXT)
        self.gather = nn.Linear(QUERIES * TEXT, 512)
        self.draw = nn.Linear(512, VARIANTS * LATENT_CHANNELS * PAGE * PAGE)
        self.gather_ground = nn.Linear(QUERIES * TEXT, 256)
        self.paint_ground = nn.Linear(256, LATENT_CHANNELS * GROUND * GROUND)

    def forward(self, text: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """(drawings [B, 2, 3·8, 144], ground [B, 8, 8, 8])."""
        batch = text.shape[0]
        query = self.query[None].expand(batch, -1, -1)
        words = attend(query, self.key(text), self.value(text), bias).reshape(batch, SUBJECTS + 1, QUERIES * TEXT)
        drawings = self.draw(F.silu(self.gather(words[:, :SUBJECTS])))
        ground = self.paint_ground(F.silu(self.gather_ground(words[:, SUBJECTS])))
        return drawings.view(batch, SUBJECTS, VARIANTS * LATENT_CHANNELS, PAGE * PAGE), ground.view(batch, LATENT_CHANNELS, GROUND, GROUND)


class Modulated(nn.Module):
    """A residual block whose second norm is scaled and shifted by the condition [B, 256]."""

    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.modulate = nn.Linear(TEXT, channels * 2)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        scale, shift = self.modulate(condition)[:, :, None, None].chunk(2, 1)
        h = self.first(F.silu(channel_norm(x, self.first.in_channels)))
        h = torch.addcmul(shift, channel_norm(h, self.second.in_channels), 1 + scale)
        return x + self.second(F.silu(h))


class Lookup(nn.Module):
    """Cross-attention of cells [B, N, C] to vectors [B, M, 256]."""

    def __init__(self, channels: int):
        super().__init__()
        self.query, self.out = nn.Linear(channels, channels), nn.Linear(channels, channels)
        self.key_value = nn.Linear(TEXT, channels * 2)
        nn.init.normal_(self.out.weight, std=0.002)

    def forward(self, x: Tensor, vectors: Tensor, bias: Tensor | None = None) -> Tensor:
        key, value = self.key_value(vectors).chunk(2, -1)
        return x + self.out(attend(self.query(F.layer_norm(x, (self.query.in_features,))), key, value, bias))


class Attention(nn.Module):
    """Self-attention, then a look at the text and at the sketchbook, on [B, N, 256]."""

    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(COARSE, COARSE * 3), nn.Linear(COARSE, COARSE)
        self.words, self.pages = Lookup(COARSE), Lookup(COARSE)
        nn.init.normal_(self.out.weight, std=0.002)

    def forward(self, x: Tensor, text: Tensor, bias: Tensor, pages: Tensor) -> Tensor:
        x = x + self.out(attend(*self.qkv(F.layer_norm(x, (COARSE,))).chunk(3, -1)))
        return self.pages(self.words(x, text, bias), pages)


def position_map(channels: int, side: int) -> Tensor:
    """Sines and cosines of row and column, [1, C, side, side], amplitude 0.5: where learning starts from."""
    steps = (torch.arange(side) + 0.5) / side
    waves = steps[None] * torch.pi * (1 + torch.arange(channels // 4))[:, None] / 2
    rows = torch.cat((waves.sin(), waves.cos()))
    grid = torch.cat((rows[:, :, None].expand(-1, -1, side), rows[:, None, :].expand(-1, side, -1)))
    return 0.5 * grid[None]


def time_waves(timestep: Tensor) -> Tensor:
    """[B] to [B, 128]: sines and cosines of geometric frequencies, as in Vaswani et al. (2017)."""
    rates = torch.exp(-math.log(10000) * torch.arange(64, device=timestep.device) / 64)
    angles = timestep.float()[:, None] * rates[None]
    return torch.cat((angles.sin(), angles.cos()), 1)


def _cells(x: Tensor) -> Tensor:
    """[B, C, h, w] to [B, h·w, C]."""
    return x.permute(0, 2, 3, 1).reshape(x.shape[0], -1, x.shape[1])


def _image(cells: Tensor, like: Tensor) -> Tensor:
    """[B, h·w, C] back to the shape of `like`."""
    return cells.view(like.shape[0], like.shape[2], like.shape[3], like.shape[1]).permute(0, 3, 1, 2)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.sketchbook = Sketchbook()
        self.doubt = nn.Parameter(torch.full((1, LATENT_CHANNELS, 1, 1), 0.6))
        self.read = nn.Linear(VARIANTS * LATENT_CHANNELS, TEXT)
        self.page_map = nn.Parameter(position_map(TEXT, PAGE).flatten(2).transpose(1, 2).repeat(1, SUBJECTS, 1) + 0.1 * torch.randn(1, SUBJECTS * PAGE * PAGE, 1))
        self.first = nn.Conv2d(LATENT_CHANNELS * 2, FINE, 3, padding=1)
        self.fine_map = nn.Parameter(position_map(FINE, GRID))
        self.coarse_map = nn.Parameter(position_map(COARSE, GRID // 2))
        self.time1, self.time2 = nn.Linear(128, TEXT), nn.Linear(TEXT, TEXT)
        self.pooled = nn.Linear(TEXT, TEXT)
        self.before = nn.ModuleList(Modulated(FINE) for _ in range(2))
        self.halve = nn.Conv2d(FINE, COARSE, 3, stride=2, padding=1)
        self.stages = nn.ModuleList(Modulated(COARSE) for _ in range(STAGES))
        self.attentions = nn.ModuleList(Attention() for _ in range(STAGES))
        self.enlarge = nn.Conv2d(COARSE, FINE * 4, 1)
        self.join = nn.Conv2d(FINE * 2, FINE, 1)
        self.fine_pages = nn.ModuleList(Lookup(FINE) for _ in range(2))
        self.after = nn.ModuleList(Modulated(FINE) for _ in range(3))
        self.last = nn.Conv2d(FINE, LATENT_CHANNELS, 3, padding=1)
        nn.init.zeros_(self.last.weight)

    def condition(self, timestep: Tensor, text: Tensor) -> Tensor:
        waves = time_waves(timestep).to(text.dtype)
        return F.silu(self.time2(F.silu(self.time1(waves))) + self.pooled(text[:, 0]))

    def first_guess(self, sample: Tensor, timestep: Tensor, ground: Tensor) -> Tensor:
        """The velocity if each latent were the guessed ground plus Gaussian doubt, of variance r².

        For x = a·x0 + s·n, x0 ~ N(g, r²): E[a·n - s·x0 | x] = (x - a·g)·a·s·(1 - r²) / (a²r² + s²) - s·g.
        """
        a, s = (levels.to(sample.device)[timestep].view(-1, 1, 1, 1) for levels in (SIGNAL, NOISE))
        ground, doubt = ground.float(), self.doubt.float()
        return (sample.float() - a * ground) * (a * s * (1 - doubt) / (a * a * doubt + s * s)) - s * ground

    def forward(self, sample: Tensor, timestep: Tensor, text: Tensor) -> Tensor:
        """Velocity [B, 8, h, w] float32; timestep [B] or [1], whole numbers."""
        bias = key_bias(text)
        drawings, ground = self.sketchbook(text, bias)
        ground = spread(F.interpolate(ground, scale_factor=2.0, mode="bilinear", align_corners=False), sample)
        pages = self.read(drawings.transpose(2, 3).flatten(1, 2)) + self.page_map
        condition = self.condition(timestep, text)
        x = torch.cat((sample, ground), 1)
        if not torch.onnx.is_in_onnx_export():
            x = x.contiguous(memory_format=torch.channels_last)
        x = self.first(x)
        x = x + spread(self.fine_map, x)
        for block in self.before:
            x = block(x, condition)
        coarse = self.halve(x)
        coarse = coarse + spread(self.coarse_map, coarse)
        for block, attention in zip(self.stages, self.attentions):
            coarse = block(coarse, condition)
            coarse = _image(attention(_cells(coarse), text, bias, pages), coarse)
        fine = F.pixel_shuffle(self.enlarge(coarse), 2)[:, :, : x.shape[2], : x.shape[3]]  # odd sides grew by one
        x = self.join(torch.cat((x, fine), 1))
        for block, lookup in zip(self.after, self.fine_pages):
            x = block(_image(lookup(_cells(x), pages), x), condition)
        x = self.after[-1](x, condition)
        return self.first_guess(sample, timestep, ground) + self.last(F.silu(channel_norm(x, FINE))).float()
