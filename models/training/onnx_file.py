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


WEIGHTED = ("Conv", "MatMul", "Gemm", "Transpose", "Cast")


def _shorten_names(model: onnx.ModelProto) -> None:
    """Gives intermediate values short names: thousands of the exporter's are larger than some weights. Nodes with weights keep theirs, for LoRAs."""
    kept = {value.name for values in (model.graph.input, model.graph.output, model.graph.initializer) for value in values}
    short = {}
    for number, node in enumerate(model.graph.node):
        if node.op_type not in WEIGHTED:
            node.name = f"n{number}"
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                if name and name not in kept:
                    names[i] = short.setdefault(name, f"v{len(short)}")
    del model.graph.value_info[:]


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
    _shorten_names(model)
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
