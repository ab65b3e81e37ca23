"""Batches of latents, labels and freshly written captions from the shards of stage 2."""
import pickle

import numpy as np
import torch
from torch import Tensor

from .captions import chinese, english
from .gaze import mirror, subjects
from .latents import labels, latent_space, shard_files
from .tokenizer import BOS, EOS, encode


class SceneData:
    """All scenes of the shards. Made once before the processes start; its tensors are shared, its scenes are read by each process.

    Scenes of two different things come `pairs` times as often as others.
    """

    def __init__(self, pairs: float = 1):
        mean, deviation = latent_space()
        self.files = shard_files()
        self.latents = torch.cat([((torch.load(f)["latents"].float() - mean) / deviation).half() for f in self.files]).share_memory_()
        self.placements = torch.cat([torch.load(f)["placements"] for f in self.files]).share_memory_()
        self._scenes = None
        shares = np.array([pairs if subjects(scene)[1] >= 0 else 1 for scene in self.scenes], np.float64)
        self.upto = torch.from_numpy(np.cumsum(shares / shares.sum())).share_memory_()

    def __getstate__(self):
        return {**self.__dict__, "_scenes": None}

    @property
    def scenes(self) -> list:
        if self._scenes is None:
            self._scenes = [scene for f in self.files for scene in pickle.loads(torch.load(f)["scenes"])]
        return self._scenes

    def batch(self, size: int, seed: tuple[int, int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(latents [B, 8, 16, 16] float32, labels [B, 11], token ids [B, T], placements [B, 5, 6]).

        Half of the images are mirrored, half of the captions Chinese.
        """
        random = np.random.default_rng(seed)
        rows = np.searchsorted(self.upto.numpy(), random.uniform(size=size)).clip(max=len(self.latents) - 1)
        scenes = [self.scenes[i] for i in rows]
        index = torch.from_numpy(rows)
        latents = self.latents[index].float()
        mirrored = torch.from_numpy(random.uniform(size=size) < 0.5)
        latents[mirrored] = latents[mirrored].flip(3)
        texts = [(english if random.uniform() < 0.5 else chinese)(s, random) for s in scenes]
        ids = torch.from_numpy(np.stack([encode(t) for t in texts]).astype(np.int64))
        longest = int((ids != 0).sum(1).max())
        return latents, torch.tensor([labels(s) for s in scenes]), ids[:, :longest], mirror(self.placements[index], mirrored)


def drop_captions(ids: Tensor, share: float) -> Tensor:
    """Empties a share of the captions in place and returns which: guidance needs to know what no caption looks like."""
    dropped = torch.rand(len(ids)) < share
    ids[dropped] = 0
    ids[dropped, 0], ids[dropped, 1] = BOS, EOS
    return dropped
