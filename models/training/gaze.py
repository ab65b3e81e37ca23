"""Where the things of a scene are: which drawing of the sketchbook, in which size, on which cell, and whether mirrored."""
import numpy as np
import torch
from torch import Tensor

from .grid import GRID, SIZES, VARIANTS
from .scenes import Scene, placement, subject_and_object
from .things import THINGS, variants

MOST = 5  # things in a scene
COLUMNS = ("subject", "variant", "mirrored", "size", "row", "column")
NONE = -1


def subjects(scene: Scene) -> tuple[int, int]:
    """The things a caption names, in its order; -1 for none."""
    if not scene.items:
        return NONE, NONE
    if scene.arrangement in ("single", "small", "portrait", "count"):
        return scene.items[0].thing, NONE
    first, second = subject_and_object(scene)
    return first.thing, second.thing


def placements(scene: Scene) -> np.ndarray:
    """[5, 6] int8, a row of COLUMNS for each thing, -1 where there are fewer."""
    rows = np.full((MOST, len(COLUMNS)), NONE, np.int8)
    named = subjects(scene)
    for row, item in zip(rows, scene.items):
        size, down, across = placement(item)
        row[:] = named.index(item.thing), variants(THINGS[item.thing], VARIANTS).index(item.drawing), item.flip, size, down, across
    return rows


def mirror(places: Tensor, mirrored: Tensor) -> Tensor:
    """The placements [B, 5, 6] of scenes of which some, [B] bool, are mirrored."""
    places = places.clone()
    there = (places[..., 0] != NONE) & mirrored[:, None]
    places[..., 2] = torch.where(there, 1 - places[..., 2], places[..., 2])
    places[..., 5] = torch.where(there, GRID - places[..., 5], places[..., 5])
    return places


def importance(places: Tensor) -> Tensor:
    """How much more the cells of things matter than the ground, for placements [B, 5, 6]: [B, 1, 16, 16], 0 on the ground, 1 to 4 the smaller the thing."""
    sides = torch.tensor(SIZES, device=places.device)[places[..., 3].long().clamp(min=0)]
    cells = torch.arange(GRID, device=places.device) + 0.5
    down, across = ((cells - places[..., i : i + 1]).abs() <= sides[..., None] / 2 for i in (4, 5))
    there = (places[..., 0] != NONE)[..., None, None]
    return ((down[..., :, None] & across[..., None, :] & there) * (GRID / sides)[..., None, None]).amax(1, keepdim=True)


def same_drawings() -> Tensor:
    """[things, 3] int64: the first variant that shows the same drawing as each variant, for things with fewer than three drawings."""
    shown = [variants(t, VARIANTS) for t in THINGS]
    return torch.tensor([[v.index(drawing) for drawing in v] for v in shown])


def placement_loss(intensities: Tensor, places: Tensor, same: Tensor) -> Tensor:
    """Minus the log likelihood of the true placements as points of a Poisson process, for each scene and subject [B, 2].

    `intensities` are logarithms [B, 2, 5, 6, 17, 17] of the expected number of things with each size, drawing (variants, then mirrored
    variants), row and column; `places` [B, 5, 6]; `same` [B, 2, 3] are the rows of `same_drawings` of both subjects.
    """
    total = intensities.exp().flatten(2).sum(2)
    scene = torch.arange(len(places), device=places.device)[:, None].expand(-1, MOST)
    subject, variant, mirrored, size, row, column = places.long().clamp(min=0).unbind(2)
    drawings = intensities[scene, subject, size, :, row, column]  # [B, 5, 6]
    equal = (same[scene, subject] == variant[..., None])[..., None, :]
    chosen = torch.stack((mirrored == 0, mirrored == 1), 2)[..., None]
    points = drawings.masked_fill(~(equal & chosen).flatten(2), -1e4).logsumexp(2)
    there = places[..., 0] != NONE
    points = torch.where(there, points, torch.zeros_like(points))
    return total - torch.zeros_like(total).scatter_add_(1, subject, points)
