"""Compares the exported UNet with torch in several sizes and batches: python3 -m training.compare --torch, then python3 -m training.compare

In two steps, because the Debian packages of torch and onnxruntime can't be loaded together.
"""
import argparse
import time

import numpy as np

from .paths import MODEL, work
from .tokenizer import encode

PROMPTS = ("", "a fox and a dog in the snow")
SIZES = ((16, 16), (12, 20), (20, 12), (24, 16), (17, 19))  # height and width in cells
TIMESTEPS = (981, 501, 21)
BATCHES = ([0, 1], [1], [0, 1, 1])  # rows; without guidance, the engine asks for one
TOLERANCE = 5e-3


def write_expected():
    """compare.npz: text vectors, and the noise and velocity of each size and timestep."""
    import torch

    from .export import latest_model
    from .onnx_file import stored_as_bytes, to_bytes

    model, expected = latest_model().eval(), {}
    torch.manual_seed(1)
    with torch.no_grad():
        for matrix in (p for p in model.parameters() if stored_as_bytes(p.shape)):
            rounded, scale = to_bytes(matrix.numpy())
            matrix.copy_(torch.from_numpy(rounded * scale))
        text = model.text(torch.from_numpy(np.stack([encode(p) for p in PROMPTS]).astype(np.int64)))
        for height, width in SIZES:
            for t in TIMESTEPS:
                sample = torch.randn(len(PROMPTS), 8, height, width)
                expected[f"{height} {width} {t}"] = np.stack((sample, model.unet(sample, torch.tensor([t]), text)))
    np.savez(work("compare.npz"), text=text.numpy(), **expected)


def compare() -> float:
    """The largest difference of all."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(MODEL / "unet" / "model.onnx"), options, providers=["CPUExecutionProvider"])
    expected, worst = np.load(work("compare.npz")), 0.0
    for name in expected.files:
        if name == "text":
            continue
        sample, velocity = expected[name]
        for rows in BATCHES:
            inputs = {"sample": sample[rows], "timestep": np.array([int(name.split()[2])]), "encoder_hidden_states": expected["text"][rows]}
            started = time.process_time()
            error = float(np.abs(session.run(None, inputs)[0] - velocity[rows]).max())
            print(f"{name}, batch of {len(rows)}: {error:.1e} in {(time.process_time() - started) * 1000:.0f} ms")
            worst = max(worst, error)
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--torch", action="store_true")
    if parser.parse_args().torch:
        return write_expected()
    raise SystemExit(compare() > TOLERANCE)


if __name__ == "__main__":
    main()
