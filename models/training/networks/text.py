"""The text encoder: token ids [B, T] to one vector of 256 for each token, [B, T, 256]."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH = 256
HEADS = 4
LAYERS = 3
POSITIONS = 48


def attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None = None) -> Tensor:
    """softmax(q·kᵀ/√d + bias)·v over heads of 64: [B, N, C] and [B, M, C] to [B, N, C].

    Written out: scaled_dot_product_attention takes 15 times as long in bf16 on a CPU without a tuned BLAS.
    """
    batch, count, width = query.shape
    heads = width // 64
    q = query.view(batch, count, heads, 64).transpose(1, 2) * 0.125
    k = key.reshape(batch, -1, heads, 64).permute(0, 2, 3, 1)
    v = value.reshape(batch, -1, heads, 64).transpose(1, 2)
    scores = q @ k
    if bias is not None:
        scores = scores + bias
    return (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(batch, count, width)


class Layer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, WIDTH * 2), nn.Linear(WIDTH * 2, WIDTH)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        h = self.norm1(x)
        x = x + self.out(attend(self.query(h), self.key(h), self.value(h), bias))
        return x + self.down(F.silu(self.up(self.norm2(x))))


class TextEncoder(nn.Module):
    """Vectors of padding are exactly zero: that is how the UNet knows to skip them."""

    def __init__(self, vocabulary: int):
        super().__init__()
        self.token = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Parameter(torch.randn(POSITIONS, WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        nn.init.normal_(self.token.weight, std=0.05)

    def forward(self, ids: Tensor) -> Tensor:
        real = (ids != 0).to(self.position.dtype)
        x = self.token(ids) + self.position[: ids.shape[1]]
        bias = (real - 1)[:, None, None, :] * 1e4
        for layer in self.layers:
            x = layer(x, bias)
        return self.norm(x) * real[..., None]
