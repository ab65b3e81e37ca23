"""Training on an accelerator: one process steps, the others prepare batches. Same tasks, plans, checkpoints and updates as parallel.py.

`python3 -m training.device` compares one step on the accelerator with the same step on the CPU.
"""
import os
import queue
import time
from pathlib import Path

import torch
import torch.multiprocessing as mp
from torch import nn

from .parallel import CHECKPOINT_SECONDS, Plan, Shared, flatten_parameters, load_flat
from .optimizer import update

OUT_OF_TIME = 75
STATE = ("weights", "mean", "first", "second")


def _prepare(task, plan: Plan, first: int, stride: int, batches):
    """Puts the batches of every `stride`-th step into a queue, then waits to be ended: its tensors live as long as it does."""
    torch.set_num_threads(1)
    step = first
    while step < plan.steps:
        batches.put((step, [task.batch(step, part, plan) for part in range(plan.parts)]))
        step += stride
    while True:
        time.sleep(60)


class DeviceTrainer:
    """The flat state of parallel.Shared on a device, and one step with it."""

    def __init__(self, task, plan: Plan, shared: Shared, device: torch.device):
        self.task, self.plan, self.shared, self.device = task, plan, shared, device
        self.state = {key: getattr(shared, key).to(device) for key in STATE}
        self.module = task.network().to(device)
        # Parameters become views of one flat bf16 tensor on the device, as in parallel.py.
        self.flat, self.grads = flatten_parameters(self.module, device)
        self.flat.copy_(self.state["weights"])
        for name, p in self.module.named_parameters():
            p.requires_grad_(not name.startswith(plan.frozen))

    def step(self, number: int, batches: list, last: int) -> float:
        """One update from the batches of all parts; returns the mean loss."""
        total = torch.zeros((), device=self.device)
        for batch in batches:
            loss = self.task.loss(self.module, tuple(t.to(self.device, non_blocking=True) for t in batch))
            loss.backward()
            total += loss.detach()
        rate, ema = self.plan.rate_at(number, last), min(self.plan.ema, (1 + number) / (10 + number))
        with torch.no_grad():
            for slot in (s for s in self.shared.slots if not s.frozen):
                part = slice(slot.start, slot.end)
                weights, first, second, mean = (self.state[k][part] for k in ("weights", "first", "second", "mean"))
                update(slot, weights, self.grads[part].float() / self.plan.parts, first, second, rate, number + 1)
                mean.lerp_(weights, 1 - ema)
            self.grads.zero_()
            self.flat.copy_(self.state["weights"])
        return float(total) / len(batches)

    def save(self, path: Path):
        for key in STATE:
            getattr(self.shared, key).copy_(self.state[key])
        self.shared.save(path)


def train_on_device(task, plan: Plan, log_path: Path, every: int, start, device: torch.device) -> nn.Module:
    """As parallel.train. At the time VISIONARY_TRAINING_UNTIL (seconds since 1970) it saves a checkpoint and ends the program with 75."""
    until = float(os.environ.get("VISIONARY_TRAINING_UNTIL", "inf"))
    shared = Shared(start if start is not None else task.network(), plan, 1)
    if plan.checkpoint and plan.checkpoint.exists():
        shared.load(plan.checkpoint)
    trainer = DeviceTrainer(task, plan, shared, device)
    context, count = mp.get_context("spawn"), max((os.cpu_count() or 2) - 2, 1)
    batches = context.Queue(maxsize=3 * count)
    workers = [context.Process(target=_prepare, args=(task, plan, shared.step + i, count, batches), daemon=True) for i in range(count)]
    for worker in workers:
        worker.start()
    last_report = last_save = time.time()
    total = 0.0
    while shared.step < plan.steps and time.time() < until:
        try:
            _, parts = batches.get(timeout=600)
        except queue.Empty:
            break
        total += trainer.step(shared.step, parts, plan.steps)
        shared.step += 1
        shared.samples += plan.parts * plan.part_size
        if shared.step % every == 0:
            speed = every * plan.parts * plan.part_size / (time.time() - last_report)
            with open(log_path, "a") as file:
                print(time.strftime("%H:%M:%S"), f"step {shared.step}/{plan.steps} samples {shared.samples} loss {total / every:.4f} {speed:.1f}/s on {device}", file=file)
            total, last_report = 0.0, time.time()
        if plan.checkpoint and time.time() - last_save > CHECKPOINT_SECONDS:
            trainer.save(plan.checkpoint)
            last_save = time.time()
    for worker in workers:
        worker.terminate()
    if plan.checkpoint:
        trainer.save(plan.checkpoint)
    else:
        shared.mean.copy_(trainer.state["mean"])
    if shared.step < plan.steps:
        raise SystemExit(OUT_OF_TIME)
    return load_flat(task.network().float(), shared.mean)


def compare(task, plan: Plan, device: torch.device) -> dict[str, float]:
    """Relative differences of loss and weights between the CPU and the device after one step on the same batches."""
    torch.manual_seed(0)
    start = task.network()
    batches = [task.batch(0, part, plan) for part in range(plan.parts)]
    results = []
    for place in (torch.device("cpu"), device):
        shared = Shared(start, plan, 1)
        before = shared.weights.clone()
        trainer = DeviceTrainer(task, plan, shared, place)
        torch.manual_seed(1)
        loss = trainer.step(0, batches, plan.steps)
        results.append((loss, trainer.state["weights"].cpu() - before))
    (a, change_a), (b, change_b) = results
    return {"loss": abs(a - b) / abs(a), "change": float((change_a - change_b).norm() / change_a.norm())}


if __name__ == "__main__":
    from .vae import Task, plan_for

    target = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    print(target, compare(Task(), plan_for(100, 2e-3), target))
