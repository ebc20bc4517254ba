"""Writes safetensors_files.txt: files made by the safetensors library, and what it reads from them.

Run with safetensors and PyTorch:  python make_safetensors_files.py > safetensors_files.txt
"""

import safetensors
import torch
from safetensors.torch import save

LABELS = {
    torch.bool: "bool", torch.uint8: "u8", torch.int8: "i8", torch.int16: "i16", torch.int32: "i32",
    torch.int64: "i64", torch.float16: "f16", torch.bfloat16: "bf16", torch.float32: "f32", torch.float64: "f64",
}

print("# Files written by safetensors %s, made by make_safetensors_files.py, in the form of numpy_files.txt."
      % safetensors.__version__)


def file(name, tensors, metadata=None):
    print(">", name)
    for tensor_name, tensor in tensors.items():
        elements = [int(e) if isinstance(e, bool) else e for e in tensor.flatten().tolist()]
        print("array", tensor_name, ":", LABELS[tensor.dtype], list(tensor.shape), *elements)
    print("bytes", save(tensors, metadata).hex())


for dtype, label in LABELS.items():
    if dtype == torch.bool:
        values = torch.tensor([True, False, True])
    elif dtype.is_floating_point:
        info = torch.finfo(dtype)
        values = torch.tensor([0.0, -0.0, 1.5, -2.25, info.max, info.tiny, float("nan"), float("inf")], dtype=dtype)
    else:
        info = torch.iinfo(dtype)
        values = torch.tensor([0, 1, 100, info.min, info.max], dtype=dtype)
    file(label + ".safetensors", {"x": values})

mixed = {
    "layers.0.weight": torch.arange(6.0).reshape(2, 3) / 4,
    "layers.0.bias": torch.tensor([1, -1]),
    "mask": torch.tensor([[True, False, True]]),
    "half": torch.tensor(0.333, dtype=torch.float16),
    "empty": torch.zeros(0, 2),
    "Größe \"1\"": torch.tensor([3], dtype=torch.uint8),
}
file("mixed.safetensors", dict(sorted(mixed.items())), {"format": "pt", "note": "line\nbreak"})
file("nothing.safetensors", {})
