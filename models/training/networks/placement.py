"""Where the drawings of the sketchbook are in a noisy image: a matched filter.

A drawing of known shape in Gaussian noise has a known best detector, so only what to expect beforehand is learned. The evidence for a
drawing, mirrored or not, in a size, at a place, is the logarithm of how much likelier the noisy latents are with it than with the ground
behind it. With the expectation it gives the number of things expected there. Laid where they are expected, the drawings are the first guess
of the image.
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..grid import GRID, SIZES, VARIANTS
from .text import WIDTH as TEXT

SUBJECTS = 2  # things that a text may name
DRAWINGS = VARIANTS * 2  # of a thing, and each of them mirrored
ERROR = 4.0  # variance of what templates and ground get wrong. 40 times that of a single cell, because neighboring cells err alike.
PASSES = 2  # in the second one, each thing knows of the other
REACH = tuple(n // 2 for n in SIZES)  # in cells: things of one kind with middles at most so far from each other exclude each other
NEVER = -1e5
HIDDEN = 128


def _sizes(maps: Tensor) -> list:
    """The sizes of maps [B, ..., h, w] up to h. What lies between never changes, so that it becomes a constant of the exported graph."""
    return [maps.shape[0], *map(int, maps.shape[1:-2]), maps.shape[-2]]


def _spans(maps: Tensor, length: int) -> Tensor:
    """All spans of the rows of maps [..., w]: [..., length, w - length + 1]."""
    if not torch.onnx.is_in_onnx_export():
        return maps.unfold(-1, length, 1).transpose(-1, -2)
    # ONNX has no unfold of a free size. Reading copies of a row one element longer than they are shifts each by one more.
    copies = torch.cat([maps] * length, -1)
    return F.pad(copies, (0, length)).reshape(*_sizes(maps), length, -1)[..., :-length]


def correlate_by_rows(maps: Tensor, kernels: Tensor) -> Tensor:
    """As `correlate` without padding, from matrix products only: each row of the kernels with all spans of the maps' rows, shifted and added."""
    batch, (count, channels, side) = kernels.shape[0], map(int, kernels.shape[1:4])
    spans = _spans(maps, side).transpose(2, 3)  # [B, C, n, h, w']
    rows = kernels.transpose(2, 3).reshape(batch, count * side, channels * side) @ spans.flatten(3).flatten(1, 2)
    # Row i of a kernel belongs i rows further down, and is shifted as above.
    columns = maps.shape[3] - side + 1
    rows = F.pad(rows.reshape(batch, count, -1, columns), (0, 0, 0, side))
    return rows.reshape(batch, count, side, -1, columns)[:, :, :, :-side].sum(2)


def _log_sum_exp(x: Tensor, dim: int) -> Tensor:
    if not torch.onnx.is_in_onnx_export():
        return x.logsumexp(dim)
    # Several times as fast in onnxruntime as its own operator.
    most = x.amax(dim, keepdim=True)
    return (x - most).exp().sum(dim, keepdim=True).log().add(most).squeeze(dim)


def correlate(maps: Tensor, kernels: Tensor, padding: int) -> Tensor:
    """Each item's maps [B, C, h, w] with its own kernels [B, K, C, n, n]: [B, K, h', w']."""
    if torch.onnx.is_in_onnx_export():
        return correlate_by_rows(F.pad(maps, (padding,) * 4), kernels)
    if maps.is_cuda:
        batch, channels, *size = maps.shape
        found = F.conv2d(maps.reshape(1, batch * channels, *size), kernels.flatten(0, 1), padding=padding, groups=batch)
        return found.view(batch, -1, *found.shape[2:])
    # One after the other: grouped convolutions take three times as long.
    return torch.cat([F.conv2d(m[None], k, padding=padding) for m, k in zip(maps, kernels)])


def _by_subject(maps: Tensor, channels: int) -> Tensor:
    """[B, 2 · channels, h, w] or [B · 2, channels, h, w] to [B, 2, channels, h, w]."""
    return maps.reshape(-1, SUBJECTS, channels, *maps.shape[2:])


def nearby(strength: Tensor, reach: int) -> Tensor:
    """Logarithm of the sum of exponentials of the places at most `reach` away, for maps [..., h, w]."""
    for _ in range(2):
        strength = _log_sum_exp(_spans(F.pad(strength, (reach, reach), value=NEVER), 2 * reach + 1), -2).transpose(-1, -2)
    return strength


def compete(strength: Tensor) -> Tensor:
    """Logarithms of expected numbers of things, each excluding those that would cover it; [B, S, sizes, drawings, h, w] to the same.

    All that exclude a thing, itself, and nothing at all share one softmax. Things far from each other are there independently.
    """
    of_size = _log_sum_exp(strength, 3)
    larger, rivals = torch.zeros_like(of_size[:, :, 0]), []  # nothing at all has the strength 1
    for i, reach in enumerate(REACH):
        # The distance that counts is the larger one's.
        not_larger, same = nearby(torch.stack((_log_sum_exp(of_size[:, :, i:], 2), of_size[:, :, i]), 2), reach).unbind(2)
        rivals.append(_log_sum_exp(torch.stack((larger, not_larger)), 0))
        larger = _log_sum_exp(torch.stack((larger, same)), 0)
    return strength - torch.stack(rivals, 2)[:, :, :, None]


class Prior(nn.Module):
    """What is expected before the image is seen: logarithms of numbers of things [B, 2, sizes, drawings, h, w], from text and time."""

    def __init__(self, width: int):
        super().__init__()
        self.subject, self.sentence, self.time = nn.Linear(width, HIDDEN), nn.Linear(TEXT, HIDDEN), nn.Linear(128, HIDDEN)
        self.hidden = nn.Linear(HIDDEN, HIDDEN)
        self.drawing, self.place = nn.Linear(HIDDEN, DRAWINGS), nn.Linear(HIDDEN, len(SIZES) * (GRID + 1) ** 2)
        for layer in (self.drawing, self.place):
            nn.init.normal_(layer.weight, std=0.01)
        nn.init.constant_(self.place.bias, -9.0)

    def forward(self, subjects: Tensor, sentence: Tensor, waves: Tensor) -> tuple[Tensor, Tensor]:
        """From [B, 2, width], [B, 256] and [B, 128]: (drawings [B, 2, 6], sizes and places [B, 2 · sizes, 17, 17])."""
        known = (self.sentence(sentence) + self.time(waves))[:, None]
        x = F.silu(self.hidden(F.silu(self.subject(subjects) + known)))
        return self.drawing(x).float(), self.place(x).float().reshape(-1, SUBJECTS * len(SIZES), GRID + 1, GRID + 1)


class Placement:
    """The matched filter for one batch. All tensors are float32.

    `sample` [B, 8, h, w] are latents divided by the signal's level, `variance` [B, 1, 1, 1] is that of their noise, `templates` one
    [B, 2, drawings, 9, n, n] for each size.
    """

    def __init__(self, sample: Tensor, variance: Tensor, ground: Tensor, templates: list[Tensor]):
        self.sample, self.ground = sample, ground
        self.padded = F.pad(sample, (0, 1, 0, 1))  # as large as the maps of places, which are the corners of the cells
        self.weight = 0.5 / (variance + ERROR)[:, None, None]
        self.colors = [torch.cat((t[:, :, :, :-1] * t[:, :, :, -1:], t[:, :, :, -1:]), 3) for t in templates]  # premultiplied, with opacity
        ones = torch.ones_like(sample[:, :1])
        self.fixed = []
        for n, t, color in zip(SIZES, templates, self.colors):
            squares = (color[:, :, :, :-1] * t[:, :, :, :-1]).sum(3, keepdim=True)
            kernels = torch.cat((2 * color[:, :, :, :-1], -squares), 3)
            found = correlate(torch.cat((sample, ones), 1), kernels.flatten(1, 2), n // 2)
            self.fixed.append(_by_subject(found, DRAWINGS))

    def evidence(self, grounds: Tensor) -> Tensor:
        """[B, 2, sizes, drawings, h + 1, w + 1], with the ground behind each thing [B, 2, 8, h, w]."""
        without = (grounds * (grounds - 2 * self.sample[:, None])).sum(2, keepdim=True).flatten(0, 1)
        found = []
        for n, color, fixed in zip(SIZES, self.colors, self.fixed):
            opacity = color[:, :, :, -1:].flatten(0, 1)
            found.append(fixed + _by_subject(correlate(without, opacity, n // 2), DRAWINGS))
        return torch.stack(found, 2) * self.weight

    def expected(self, numbers: Tensor) -> Tensor:
        """The templates laid where they are expected: [B, 2, 9, h, w], premultiplied, with opacity."""
        laid = 0
        for i, (n, color) in enumerate(zip(SIZES, self.colors)):
            kernels = color.transpose(2, 3).flip(4, 5).flatten(0, 1)
            laid = laid + correlate(numbers[:, :, i].flatten(0, 1), kernels, n // 2 - 1)
        return _by_subject(laid, laid.shape[1])

    def over_ground(self, layers: Tensor) -> Tensor:
        """The ground [B, 8, h, w] with layers [B, S, 9, h, w] over it, in no order."""
        bare = 1
        for cover in layers[:, :, -1:].clamp(0, 1).unbind(1):
            bare = bare * (1 - cover)
        color = layers[:, :, :-1].sum(1) / layers[:, :, -1:].sum(1).clamp(min=1e-3)
        return bare * self.ground + (1 - bare) * color

    def find(self, prior: Tensor, least: Tensor) -> tuple[list[Tensor], Tensor]:
        """(logarithms of expected numbers after each pass, the layers [B, 2, 9, h, w] of the last one).

        What the text names is there: `least` [B, 2] are logarithms of how many of each thing there are at least, wherever they are. Without it,
        a small thing that the first steps leave vague is given up.
        """
        grounds = self.ground[:, None].expand(-1, SUBJECTS, -1, -1, -1)
        passes = []
        for _ in range(PASSES):
            passes.append(compete(prior + self.evidence(grounds)))
            numbers = passes[-1].detach()
            missing = (least - _log_sum_exp(numbers.flatten(2), 2)).clamp(min=0)
            layers = self.expected((numbers + missing[:, :, None, None, None, None]).exp())
            grounds = torch.stack((self.over_ground(layers[:, 1:]), self.over_ground(layers[:, :1])), 1)
        return passes, layers
