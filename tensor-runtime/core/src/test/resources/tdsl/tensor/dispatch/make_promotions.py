"""Writes promotions.txt: the dtypes of results of operands of every pair of dtypes, as PyTorch has them.

Run with PyTorch 2.13:  python make_promotions.py > promotions.txt
"""

import torch

DTYPES = {
    "bool": torch.bool, "u8": torch.uint8, "i8": torch.int8, "i16": torch.int16, "i32": torch.int32, "i64": torch.int64,
    "f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32, "f64": torch.float64,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
KINDS = {
    "axes": {name: torch.zeros(2, dtype=dtype) for name, dtype in DTYPES.items()},
    "scalar": {name: torch.zeros((), dtype=dtype) for name, dtype in DTYPES.items()},
    "number": {"true": True, "1": 1, "1.5": 1.5},
}

print(f"# torch.result_type of PyTorch {torch.__version__.split('+')[0]}, made by make_promotions.py. A table's rows are")
print("# the first operands, its columns the second: tensors with axes, without axes (scalar), and plain numbers.")
for left, right in [("axes", "axes"), ("scalar", "scalar"), ("axes", "scalar"), ("axes", "number"), ("scalar", "number")]:
    print(">", left, right, *KINDS[right])
    for name, operand in KINDS[left].items():
        print(name, *[NAMES[torch.result_type(operand, other)] for other in KINDS[right].values()])
print("> in_place *")
for name, dtype in DTYPES.items():
    print(name, *[other for other, wanted in DTYPES.items() if torch.can_cast(wanted, dtype)])
