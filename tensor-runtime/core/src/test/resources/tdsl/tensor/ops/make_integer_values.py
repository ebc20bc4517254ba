"""Writes integer-values.txt: results of ops on integers of every dtype and of mixed ones, as PyTorch computes them.

Run with PyTorch 2.13:  python make_integer_values.py > integer-values.txt
"""

import torch

DTYPES = {"u8": torch.uint8, "i8": torch.int8, "i16": torch.int16, "i32": torch.int32, "i64": torch.int64, "bool": torch.bool}
NAMES = {dtype: name for name, dtype in DTYPES.items()} | {torch.float32: "f32"}
BINARY = ["add", "sub", "mul", "floor_divide", "remainder", "maximum", "minimum", "bitwise_and", "bitwise_or", "bitwise_xor",
          "bitwise_left_shift", "bitwise_right_shift", "eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or",
          "logical_xor", "pow"]
UNARY = ["abs", "neg", "sign", "bitwise_not", "logical_not", "relu", "floor", "ceil", "round", "trunc", "square", "isnan",
         "isfinite", "sum", "prod", "amax", "amin", "argmax", "argmin"]
MIXED = [("u8", "i8"), ("i8", "i16"), ("i16", "u8"), ("i32", "i8"), ("i64", "i16"), ("bool", "i8"), ("u8", "bool")]


def numbers(name):
    if name == "bool":
        return torch.tensor([True, False])
    info = torch.iinfo(DTYPES[name])
    values = [info.min, -7, -1, 0, 3, 7, info.max]
    return torch.tensor(sorted({v for v in values if v >= info.min}), dtype=DTYPES[name])


def line(op, names, compute):
    try:
        result = compute()
    except (RuntimeError, NotImplementedError):
        return
    print(op, *names, ":", NAMES[result.dtype], *[int(v) for v in result.reshape(-1).tolist()])


def operands(op, left, right):
    """Every number with every other, but for those where PyTorch raises or C leaves open what happens."""
    wide = torch.promote_types(DTYPES[left], DTYPES[right])
    pairs = [(a, b) for a in numbers(left).tolist() for b in numbers(right).tolist()]
    if op in ("floor_divide", "remainder") and wide != torch.bool:
        pairs = [(a, b) for a, b in pairs if b != 0 and not (b == -1 and a == torch.iinfo(wide).min)]
    if op == "pow":
        pairs = [(a, b) for a, b in pairs if b >= 0]
    return torch.tensor([a for a, _ in pairs], dtype=DTYPES[left]), torch.tensor([b for _, b in pairs], dtype=DTYPES[right])


print(f"# Ops on integers in PyTorch {torch.__version__.split('+')[0]}, made by make_integer_values.py. Operands are lines")
print("# operands DTYPE [DTYPE] : NUMBERS [: NUMBERS], followed by results OP DTYPE [DTYPE] : DTYPE NUMBERS. true is 1.")
for name in DTYPES:
    print("operands", name, ":", *[int(v) for v in numbers(name).tolist()])
    # PyTorch makes integers of squared bools only, not of products.
    for op in [op for op in UNARY if (op, name) != ("square", "bool")]:
        line(op, [name], lambda: getattr(torch, op)(numbers(name)))
for left, right in [(name, name) for name in DTYPES] + MIXED:
    before = []
    for op in BINARY:
        a, b = operands(op, left, right)
        listed = ["operands", left, right, ":", *map(int, a.tolist()), ":", *map(int, b.tolist())]
        if listed != before:
            print(*listed)
        before = listed
        line(op, [left, right], lambda: getattr(torch, op)(a, b))
