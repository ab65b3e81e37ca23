"""ONNX files with small weights: float16 initializers, and int8 ones of large matrices, cast to float32 when the model is loaded."""
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from torch import nn

OPSET = 17
HALF = "_half"
SMALLEST_HALVED = 16  # scalars and tiny vectors stay float32
BYTES, SCALE = "_bytes", "_scale"
SMALLEST_OF_BYTES = 1_000_000  # only the sketchbook's drawings: rounding them costs 0.4 % of each row's largest weight


def stored_as_bytes(shape) -> bool:
    return len(shape) == 2 and np.prod(shape) >= SMALLEST_OF_BYTES


def to_bytes(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A matrix as (int8 rows, the scale of each row): their product is what the graph computes with."""
    scale = np.abs(values).max(1, keepdims=True).clip(1e-8).astype(np.float32) / 127
    return np.round(values / scale).astype(np.int8), scale


def _as_bytes(tensor: TensorProto) -> tuple[list[TensorProto], list]:
    """(initializers, nodes that make the matrix again)."""
    rounded, scale = to_bytes(numpy_helper.to_array(tensor))
    parts = [numpy_helper.from_array(rounded, tensor.name + BYTES), numpy_helper.from_array(scale, tensor.name + SCALE)]
    wide = tensor.name + BYTES + "_wide"
    return parts, [
        helper.make_node("Cast", [parts[0].name], [wide], name=f"Cast_{wide}", to=TensorProto.FLOAT),
        helper.make_node("Mul", [wide, parts[1].name], [tensor.name], name=f"Mul_{tensor.name}"),
    ]


def _shrink(model: onnx.ModelProto) -> None:
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < SMALLEST_HALVED:
            continue
        if stored_as_bytes(tensor.dims):
            parts, nodes = _as_bytes(tensor)
            casts.extend(nodes)
            graph.initializer.remove(tensor)
            graph.initializer.extend(parts)
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), tensor.name + HALF)
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], name=f"Cast_{tensor.name}", to=TensorProto.FLOAT))
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


LARGEST_FOLDED = 4096  # values


def _attributes(node) -> tuple:
    return tuple(sorted(a.SerializeToString(deterministic=True) for a in node.attribute))


def _evaluate(node, inputs: list[np.ndarray]) -> list[np.ndarray]:
    untyped = [helper.make_tensor_value_info(name, TensorProto.UNDEFINED, None) for name in node.output]
    typed = [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape) for n, v in zip(node.input, inputs)]
    graph = helper.make_graph([node], "one", list({t.name: t for t in typed}.values()), untyped)
    evaluator = ReferenceEvaluator(helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)]))
    return [np.asarray(v) for v in evaluator.run(None, dict(zip(node.input, inputs)))]


def _simplify(model: onnx.ModelProto) -> None:
    """
    Computes what depends on constants only, computes equal values once, and drops what nothing uses. The exporter writes ten nodes for the
    constant sizes of each padding, and opening a graph takes time for each node. Nodes with weights stay as they are.
    """
    graph = model.graph
    weights = {t.name for t in graph.initializer}
    same, seen, constants, nodes = {}, {}, {}, []
    for node in graph.node:
        for i, name in enumerate(node.input):
            node.input[i] = same.get(name, name)
        inputs = [constants.get(name) for name in node.input]
        if node.op_type == "Constant":
            values = [numpy_helper.to_array(node.attribute[0].t)]
        elif inputs and all(v is not None for v in inputs):
            values = _evaluate(node, inputs)
        else:
            values = []
        if values and max(v.size for v in values) <= LARGEST_FOLDED:
            for name, value in zip(node.output, values):
                constants[name] = value
                first = seen.setdefault((value.dtype.str, value.shape, value.tobytes()), name)
                if first != name:
                    same[name] = first
            continue
        if not weights.intersection(node.input):
            first = seen.setdefault((node.op_type, tuple(node.input), _attributes(node)), node)
            if first is not node:
                same.update(zip(node.output, first.output))
                continue
        nodes.append(node)
    for value in graph.output:
        assert value.name not in same, "an output of the graph equals another value"
    used, kept = {value.name for value in graph.output}, []
    for node in reversed(nodes):
        if used.intersection(node.output):
            used.update(node.input)
            kept.append(node)
    made = [helper.make_node("Constant", [], [n], value=numpy_helper.from_array(v)) for n, v in constants.items() if n in used]
    del graph.node[:]
    graph.node.extend([*made, *reversed(kept)])


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
    _simplify(model)
    _shorten_names(model)
    _shrink(model)
    model.producer_name, model.producer_version, model.doc_string = "visionary-training", "1", ""
    for node in model.graph.node:
        node.doc_string = ""  # holds the exporting machine's paths
        del node.metadata_props[:]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def read(path: Path) -> dict[str, torch.Tensor]:
    """The weights of a file that `write` made, float32, by parameter name."""
    known = {t.name: torch.from_numpy(numpy_helper.to_array(t)) for t in onnx.load(str(path)).graph.initializer}
    weights = {}
    for name, values in known.items():
        if name.endswith(BYTES):
            weights[name.removesuffix(BYTES)] = values.float() * known[name.removesuffix(BYTES) + SCALE]
        elif values.is_floating_point() and not name.endswith(SCALE):
            weights[name.removesuffix(HALF)] = values.float()
    return weights
