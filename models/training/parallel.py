"""Training on all cores: one process and one thread each, parameters in shared memory.

Every step is cut into small parts that the processes take from a common counter, so a core that other
work slows down takes fewer of them. Each process then updates its own share of the parameters.
"""
import os
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.multiprocessing as mp
from torch import nn

from .optimizer import Slot, update

CHECKPOINT_SECONDS = 300
spawning = mp.get_context("spawn")


@dataclass
class Plan:
    """How long and how fast to train. `parts` parts of one `loss` call each make a step."""

    steps: int
    parts: int
    part_size: int
    rate: float
    warmup: int = 100
    flat: float = 0.25
    ema: float = 0.999
    checkpoint: Path | None = None
    adam: tuple[str, ...] = ()  # name prefixes of matrices that AdamW takes
    frozen: tuple[str, ...] = ()  # name prefixes of parameters that stay as they are

    def rate_at(self, step: int, last: int) -> float:
        """Linear warm-up, flat, then linear to zero at step `last`."""
        warm = min(1.0, (step + 1) / self.warmup)
        return self.rate * warm * min(1.0, (last - step) / max(last - self.flat * last, 1))


def slots_of(module: nn.Module, plan: Plan) -> list[Slot]:
    slots, start = [], 0
    for name, p in module.named_parameters():
        muon = p.ndim >= 2 and not name.startswith(plan.adam)
        slots.append(Slot(name, start, p.shape, muon, frozen=name.startswith(plan.frozen)))
        start += p.numel()
    return slots


class Shared:
    """The flat float32 state all processes see: weights, their running mean, both moments, and gradients."""

    def __init__(self, module: nn.Module, plan: Plan, workers: int):
        self.slots = slots_of(module, plan)
        flat = torch.cat([p.detach().float().reshape(-1) for p in module.parameters()])
        self.weights, self.mean = flat.share_memory_(), flat.clone().share_memory_()
        self.first = torch.zeros_like(flat).share_memory_()
        self.second = torch.zeros_like(flat).share_memory_()
        self.grads = torch.zeros(workers, flat.numel(), dtype=torch.bfloat16).share_memory_()
        self.losses = torch.zeros(workers, 2, dtype=torch.float64).share_memory_()
        self.counter = spawning.Value("i", 0)
        self.planned = spawning.Value("i", plan.steps)
        self.step = 0
        self.samples = 0

    def save(self, path: Path):
        state = {k: getattr(self, k) for k in ("weights", "mean", "first", "second", "step", "samples")}
        state["names"] = [(s.name, tuple(s.shape)) for s in self.slots]
        torch.save(state, path.with_suffix(".new"))
        os.replace(path.with_suffix(".new"), path)  # a kill in mid-write must not lose the older one

    def load(self, path: Path):
        state = torch.load(path)
        if state["names"] != [(s.name, tuple(s.shape)) for s in self.slots]:
            raise ValueError(f"{path} belongs to another network")
        # Frozen parameters stay as they were given: an earlier stage may have gone on meanwhile.
        for slot in (s for s in self.slots if not s.frozen):
            for key in ("weights", "mean", "first", "second"):
                getattr(self, key)[slot.start : slot.end] = state[key][slot.start : slot.end]
        self.step, self.samples = state["step"], state["samples"]


def flatten_parameters(module: nn.Module, device: torch.device | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """Makes the module's parameters and gradients views of two flat bf16 tensors, which are returned."""
    module.bfloat16()
    total = sum(p.numel() for p in module.parameters())
    flat, grads = (torch.zeros(total, dtype=torch.bfloat16, device=device) for _ in range(2))
    start = 0
    for p in module.parameters():
        p.data = flat[start : start + p.numel()].view(p.shape)
        p.grad = grads[start : start + p.numel()].view(p.shape)
        start += p.numel()
    return flat, grads


def load_flat(module: nn.Module, flat: torch.Tensor) -> nn.Module:
    """Copies a flat tensor into the module's parameters."""
    start = 0
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(flat[start : start + p.numel()].view(p.shape))
            start += p.numel()
    return module


def _distribute(slots: list[Slot], workers: int) -> list[list[Slot]]:
    shares, loads = [[] for _ in range(workers)], [0] * workers
    for slot in sorted((s for s in slots if not s.frozen), key=lambda s: -s.cost):
        least_loaded = loads.index(min(loads))
        shares[least_loaded].append(slot)
        loads[least_loaded] += slot.cost
    return shares


def _claim_parts(counter, parts: int):
    while True:
        with counter.get_lock():
            part = counter.value
            counter.value += 1
        if part >= parts:
            return
        yield part


def _update_share(shared: Shared, share: list[Slot], plan: Plan, step: int):
    rate, ema = plan.rate_at(step, shared.planned.value), min(plan.ema, (1 + step) / (10 + step))
    for slot in share:
        part = slice(slot.start, slot.end)
        grad = shared.grads[:, part].float().sum(0).div_(plan.parts)
        update(slot, shared.weights[part], grad, shared.first[part], shared.second[part], rate, step + 1)
        shared.mean[part].lerp_(shared.weights[part], 1 - ema)


def _report(shared: Shared, plan: Plan, step: int, last_report: float, every: int, log) -> None:
    total, count = shared.losses.sum(0).tolist()
    speed = every * plan.parts * plan.part_size / (time.time() - last_report)
    log(f"step {step}/{shared.planned.value} samples {shared.samples} loss {total / max(count, 1):.4f} {speed:.1f}/s")
    shared.losses.zero_()


def _reload_planned_steps(shared: Shared, least: int, file: Path) -> None:
    """Takes a new last step from a file, so that the decay's end can follow a speed that turned out otherwise."""
    if file.exists():
        shared.planned.value = max(int(file.read_text()), least)


def _worker(rank: int, workers: int, shared: Shared, task, plan: Plan, barrier, log_path: Path, every: int):
    torch.set_num_threads(1)
    module = task.network()
    flat, grads = flatten_parameters(module)
    flat.copy_(shared.weights)
    for name, p in module.named_parameters():
        p.requires_grad_(not name.startswith(plan.frozen))
    share = _distribute(shared.slots, workers)[rank]
    last_save = last_report = time.time()

    def log(text: str):
        with open(log_path, "a") as file:
            print(time.strftime("%H:%M:%S"), text, file=file)

    step = shared.step
    while step < shared.planned.value:
        for part in _claim_parts(shared.counter, plan.parts):
            loss = task.loss(module, task.batch(step, part, plan))
            loss.backward()
            shared.losses[rank] += torch.tensor([loss.item(), 1.0])
        shared.grads[rank].copy_(grads)
        grads.zero_()
        barrier.wait()
        with torch.no_grad():
            _update_share(shared, share, plan, step)
        shared.counter.value = 0
        barrier.wait()
        flat.copy_(shared.weights)
        shared.samples += plan.parts * plan.part_size
        step += 1
        shared.step = step
        if rank:
            continue
        # The other processes are at most in the next step's gradients: they pass its barrier only with this one.
        last = step == shared.planned.value
        if step % every == 0 or last:
            _report(shared, plan, step, last_report, every, log)
            if not last:
                # The other processes have begun one more step.
                _reload_planned_steps(shared, step + 1, log_path.with_suffix(".steps"))
            last_report = time.time()
        asked = log_path.with_suffix(".save")  # made by hand before a stop
        if plan.checkpoint and (time.time() - last_save > CHECKPOINT_SECONDS or last or asked.exists()):
            shared.save(plan.checkpoint)
            asked.unlink(missing_ok=True)
            last_save = time.time()


def train(task, plan: Plan, log_path: Path, every: int = 25, workers: int = 2, start=None) -> nn.Module:
    """Trains `task.network()` on `task.loss(module, task.batch(step, part, plan))` and returns it with averaged weights, float32.

    Resumes from the plan's checkpoint where there is one, else starts from the module `start` where given. Uses an
    accelerator where torch finds one (see device.py).
    """
    if torch.cuda.is_available():
        from .device import train_on_device

        return train_on_device(task, plan, log_path, every, start, torch.device("cuda"))
    network = start if start is not None else task.network()
    shared = Shared(network, plan, workers)
    if plan.checkpoint and plan.checkpoint.exists():
        shared.load(plan.checkpoint)
    _reload_planned_steps(shared, shared.step, log_path.with_suffix(".steps"))
    barrier = spawning.Barrier(workers)
    mp.spawn(_worker, (workers, shared, task, plan, barrier, log_path, every), nprocs=workers)
    return load_flat(task.network().float(), shared.mean)
