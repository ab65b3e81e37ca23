"""Muon for matrices, AdamW for everything else, over flat shared memory."""
from dataclasses import dataclass

import torch
from torch import Tensor

MOMENTUM, DECAY = 0.95, 0.05
ADAM_BETAS, ADAM_EPS, ADAM_SHARE = (0.9, 0.99), 1e-8, 0.5  # Adam's rate is a share of Muon's


@dataclass
class Slot:
    """One parameter's place in the flat tensors, and how it is updated."""

    name: str
    start: int
    shape: torch.Size
    muon: bool
    frozen: bool = False

    @property
    def end(self) -> int:
        return self.start + self.shape.numel()

    @property
    def cost(self) -> int:
        """Multiplications of one orthogonalisation, to share the slots out evenly."""
        if not self.muon:
            return self.shape.numel() * 10
        rows, columns = sorted((self.shape[0], self.shape.numel() // self.shape[0]))
        return 10 * rows * rows * columns


def orthogonalize(matrix: Tensor) -> Tensor:
    """The nearest (semi-)orthogonal matrix, roughly: five Newton-Schulz steps in bf16.

    Coefficients and method: Keller Jordan et al., Muon (2024).
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix.bfloat16()
    tall = x.shape[0] > x.shape[1]
    x = x.T.contiguous() if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        square = x @ x.T
        x = a * x + (b * square + c * (square @ square)) @ x
    return x.T if tall else x


def update(slot: Slot, weight: Tensor, grad: Tensor, first: Tensor, second: Tensor, rate: float, step: int):
    """Moves one parameter in place. `weight`, `first`, `second` are float32 views of its slot; `step` counts from 1."""
    if slot.muon:
        first.lerp_(grad, 1 - MOMENTUM)
        blended = grad.lerp(first, MOMENTUM).view(slot.shape[0], -1)
        change = orthogonalize(blended).float().reshape(-1)
        weight.mul_(1 - rate * DECAY)
        weight.add_(change, alpha=-rate * 0.2 * max(blended.shape) ** 0.5)
        return
    first.lerp_(grad, 1 - ADAM_BETAS[0])
    second.lerp_(grad.square(), 1 - ADAM_BETAS[1])
    denominator = (second / (1 - ADAM_BETAS[1] ** step)).sqrt_().add_(ADAM_EPS)
    weight.addcdiv_(first, denominator, value=-rate * ADAM_SHARE / (1 - ADAM_BETAS[0] ** step))
