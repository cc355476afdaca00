"""Small ONNX models, and in models.json what the onnx package reads from them again.

Run: pip install onnx numpy && python models.py
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

here = Path(__file__).parent
opsets = [helper.make_opsetid("", 20)]


def save(name, graph, opset_imports=opsets, check=True, **fields):
    model = helper.make_model(graph, opset_imports=opset_imports, ir_version=10, producer_name="onnx-example", **fields)
    if check:
        onnx.checker.check_model(model)
    (here / f"{name}.onnx").write_bytes(model.SerializeToString())
    return model


def value(name, dtype=TensorProto.FLOAT, shape=("n",)):
    return helper.make_tensor_value_info(name, dtype, shape)


def identity_graph(initializers, name="weights"):
    nodes = [helper.make_node("Identity", [t.name], [t.name + "_out"]) for t in initializers]
    outputs = [value(t.name + "_out", t.data_type, list(t.dims)) for t in initializers]
    return helper.make_graph(nodes, name, [], outputs, initializers)


arrays = {
    "float32": np.array([[1.5, -2.25, 3e38], [0, -0.0, 1e-40]], np.float32),
    "float64": np.array([0.1, -1e300]),
    "float16": np.array([1.5, -65504, 6e-8, 0], np.float16),
    "int8": np.array([-128, -1, 0, 127], np.int8),
    "uint8": np.array([0, 127, 128, 255], np.uint8),
    "int32": np.array([-(2**31), -1, 2**31 - 1], np.int32),
    "uint32": np.array([0, 2**31, 2**32 - 1], np.uint32),
    "int64": np.array([-(2**63), -1, 2**53 + 1, 2**63 - 1], np.int64),
    "bool": np.array([[True], [False], [True]]),
    "scalar": np.array(7, np.float32),
    "empty": np.zeros((0, 3), np.float32),
}


def typed(name, array):
    """The numbers in the field of their data type, in place of raw bytes."""
    data_type = helper.np_dtype_to_tensor_dtype(array.dtype)
    return helper.make_tensor(name, data_type, array.shape, array.flatten().tolist())


def mlp():
    random = np.random.default_rng(1)
    weights = {
        "w1": random.normal(size=(4, 3)).astype(np.float32),
        "b1": random.normal(size=(4,)).astype(np.float32),
        "w2": random.normal(size=(2, 4)).astype(np.float32),
    }
    nodes = [
        helper.make_node("Gemm", ["x", "w1", "b1"], ["h"], name="hidden", transB=1, alpha=0.5),
        helper.make_node("Relu", ["h"], ["a"], doc_string="a comment"),
        helper.make_node("Gemm", ["a", "w2"], ["y"], transB=1),
        helper.make_node("Scaler", ["y"], ["z"], domain="ai.onnx.ml", offset=[0.5, 0.25], scale=[2.0, 4.0]),
    ]
    graph = helper.make_graph(
        nodes,
        "mlp",
        [value("x", shape=("batch", 3))],
        [value("z", shape=("batch", 2))],
        [numpy_helper.from_array(w, name) for name, w in weights.items()],
        value_info=[value("h", shape=("batch", 4))],
    )
    model = save("mlp", graph, [*opsets, helper.make_opsetid("ai.onnx.ml", 3)], check=False)
    helper.set_model_props(model, {"classes": "no,yes", "größe": "größer"})
    onnx.checker.check_model(model)
    (here / "mlp.onnx").write_bytes(model.SerializeToString())


def branches():
    """If with a graph for each branch; attributes of every kind."""
    then = helper.make_graph([helper.make_node("Neg", ["x"], ["t"])], "then", [], [value("t", shape=(None,))])
    otherwise = helper.make_graph(
        [
            helper.make_node("Constant", [], ["c"], value=numpy_helper.from_array(np.array([1, 2], np.float32))),
            helper.make_node("Constant", [], ["ends"], value_ints=[-1, 2**63 - 1]),
            helper.make_node("Constant", [], ["words"], value_strings=["a", "ä"]),
            helper.make_node("Add", ["x", "c"], ["e"]),
        ],
        "else",
        [],
        [value("e", shape=(2,))],
    )
    nodes = [helper.make_node("If", ["condition"], ["y"], then_branch=then, else_branch=otherwise)]
    inputs = [value("condition", TensorProto.BOOL, ()), value("x", shape=(None,))]
    save("branches", helper.make_graph(nodes, "branches", inputs, [value("y", shape=(None,))]))


def refused():
    external = numpy_helper.from_array(np.zeros(3, np.float32), "w")
    onnx.external_data_helper.set_external_data(external, "weights.bin", offset=0, length=12)
    external.ClearField("raw_data")
    save("refused-external", identity_graph([external]), check=False)
    for name, data_type, values in [
        ("bfloat16", TensorProto.BFLOAT16, [1.0]),
        ("float8e4m3fn", TensorProto.FLOAT8E4M3FN, [1.0]),
        ("string", TensorProto.STRING, ["a"]),
    ]:
        save(f"refused-{name}", identity_graph([helper.make_tensor("w", data_type, [1], values)]))

    values = numpy_helper.from_array(np.ones(1, np.float32), "w")
    sparse = helper.make_sparse_tensor(values, numpy_helper.from_array(np.zeros(1, np.int64), "i"), [3])
    node = helper.make_node("Identity", ["w"], ["y"])
    save("refused-sparse", helper.make_graph([node], "g", [], [value("y", shape=(3,))], sparse_initializer=[sparse]))

    graph = helper.make_graph([helper.make_node("Twice", ["x"], ["y"], domain="own")], "g", [value("x")], [value("y")])
    twice = helper.make_function("own", "Twice", ["a"], ["b"], [helper.make_node("Add", ["a", "a"], ["b"])], opsets)
    save("refused-function", graph, [*opsets, helper.make_opsetid("own", 1)], functions=[twice])

    node = helper.make_node("SequenceConstruct", ["x"], ["y"])
    output = helper.make_tensor_sequence_value_info("y", TensorProto.FLOAT, None)
    save("refused-sequence", helper.make_graph([node], "g", [value("x")], [output]))


def described(file):
    """What the onnx package finds in a file."""
    model = onnx.load(file)
    return {
        "producer": model.producer_name,
        "irVersion": model.ir_version,
        "opsets": {opset.domain: opset.version for opset in model.opset_import},
        "metadata": {entry.key: entry.value for entry in model.metadata_props},
        "nodes": [[node.op_type, list(node.input), list(node.output)] for node in model.graph.node],
        "initializers": {
            tensor.name: {
                "dtype": numpy_helper.to_array(tensor).dtype.name,
                "shape": list(tensor.dims),
                # float16 as its bits; texts keep 64-bit integers and −0 whole
                "values": [repr(v) for v in bits(numpy_helper.to_array(tensor)).flatten().tolist()],
            }
            for tensor in model.graph.initializer
        },
    }


def bits(array):
    return array.view(np.uint16) if array.dtype == np.float16 else array


save("typed-fields", identity_graph([typed(name, array) for name, array in arrays.items()]))
save("raw-fields", identity_graph([numpy_helper.from_array(array, name) for name, array in arrays.items()]))
mlp()
branches()
refused()
files = sorted(here.glob("*.onnx"))
readable = {file.name: described(file) for file in files if not file.name.startswith("refused-")}
(here / "models.json").write_text(json.dumps(readable, indent=1, ensure_ascii=False) + "\n")
print(sum(file.stat().st_size for file in files), "bytes in", len(files), "models")
