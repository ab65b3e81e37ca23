"""ONNX files with half-size weights: float16 initializers, cast to float32 when the model is loaded."""
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

OPSET = 17
HALF = "_half"
SMALLEST_HALVED = 16  # scalars and tiny vectors stay float32


def _halve(model: onnx.ModelProto) -> None:
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < SMALLEST_HALVED:
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), tensor.name + HALF)
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], name=f"Cast_{tensor.name}", to=TensorProto.FLOAT))
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def write(module: nn.Module, inputs: dict, output: str, axes: dict, path: Path) -> None:
    """Exports `module(*inputs.values())` with named inputs and one output; `axes` names the dynamic dimensions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        # Without constant folding the initializers keep the names of the parameters: see `read`.
        torch.onnx.export(
            module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=[output],
            dynamic_axes=axes, opset_version=OPSET, do_constant_folding=False, dynamo=False,
        )
    model = onnx.load(str(path))
    _halve(model)
    model.producer_name, model.producer_version, model.doc_string = "visionary-training", "1", ""
    for node in model.graph.node:
        node.doc_string = ""  # holds the exporting machine's paths
        del node.metadata_props[:]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def read(path: Path) -> dict[str, torch.Tensor]:
    """The weights of a file that `write` made, float32, by parameter name."""
    graph = onnx.load(str(path)).graph
    return {
        t.name.removesuffix(HALF): torch.from_numpy(numpy_helper.to_array(t).astype(np.float32))
        for t in graph.initializer
        if t.data_type in (TensorProto.FLOAT, TensorProto.FLOAT16)
    }
