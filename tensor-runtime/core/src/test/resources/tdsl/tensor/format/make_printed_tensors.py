"""Writes printed_tensors.txt: what PyTorch prints for tensors of many shapes, dtypes and magnitudes.

Run with PyTorch 2.13:  python make_printed_tensors.py > printed_tensors.txt
"""

import builtins
import random

import torch
import torch._tensor_str

DTYPES = {
    "f32": torch.float32,
    "f64": torch.float64,
    "f16": torch.float16,
    "bf16": torch.bfloat16,
    "i64": torch.int64,
    "i32": torch.int32,
    "i16": torch.int16,
    "i8": torch.int8,
    "u8": torch.uint8,
    "bool": torch.bool,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}

# Shorter dtype names move line breaks, so PyTorch itself has to lay out the lines with them.
torch._tensor_str.str = lambda value="": NAMES[value] if isinstance(value, torch.dtype) else builtins.str(value)

HEADER = """# Tensors and how they are printed: PyTorch 2.13's str(), dtype names changed, true and false in lower case.
# Produced by make_printed_tensors.py. A case is a line
#     > DTYPE [SHAPE] FLAGS : cycle VALUES    the values, repeated until the shape is full
#     > DTYPE [SHAPE] FLAGS : range START STEP
# followed by the printed lines. FLAGS: `grad` for requires_grad, `reversed` for the view with all axes reversed,
# `every2` for every second index of axis 0, `expand` for the shape after a broadcast from size 1 at axis 0."""

cases = []


def case(dtype, shape, values, *flags):
    cases.append((dtype, list(shape), "cycle", values, flags))


def ramp(dtype, shape, start, step, *flags):
    cases.append((dtype, list(shape), "range", [start, step], flags))


def build(dtype, shape, kind, values, flags):
    count = 1
    for size in shape:
        count *= size
    if kind == "cycle":
        elements = [values[i % len(values)] for i in range(count)]
    else:
        elements = [values[0] + i * values[1] for i in range(count)]
    wide = torch.float64 if dtype in ("f16", "bf16", "f32", "f64") else DTYPES[dtype]
    tensor = torch.tensor(elements, dtype=wide).to(DTYPES[dtype]).reshape(shape)
    if "reversed" in flags:
        tensor = tensor.permute(*reversed(range(len(shape))))
    if "every2" in flags:
        tensor = tensor[::2]
    if "expand" in flags:
        tensor = tensor.expand(4, *shape[1:])
    if "grad" in flags:
        tensor.requires_grad_()
    return tensor


INF, NAN = float("inf"), float("nan")
VECTORS = [
    [1.0], [-1.0], [0.0], [-0.0], [0.5], [-0.5], [NAN], [INF], [-INF], [1e-45], [3.4028234663852886e38],
    [1.0, 2.0], [1.0, -2.0], [0.0, -0.0], [-0.0, 0.5], [-0.0, 1e-5], [1.0, NAN], [1.5, NAN], [1.0, INF], [1.0, -INF],
    [1.5, -INF, NAN], [100.0, -INF], [NAN, INF, -INF], [1e-5, NAN, -INF], [0.0, 1e-4], [0.0, 1.0001e-4],
    [1e-4, 0.1], [1.0001e-4, 0.1], [1.0, 1000.0], [1.0, 1001.0], [0.5, 500.0], [0.5, 500.5], [1e8], [1.0001e8], [99999999.0],
    [1e8 + 0.5], [12345678.0, 12345679.0], [1e5 - 0.00001], [0.99999], [0.99994], [9.99995], [99.99995, 1.0],
    [0.03125, 0.15625], [0.00625, 0.00015], [2.5, -1e-5], [1e10, NAN, -1.0], [1e-10, 0.0], [123456.789],
    [0.1, 0.2, 0.3], [3.14159265, 2.71828182, 1.41421356], [1e15, 2e15], [-1e15, 3.0], [1e20], [9.99995e9, 1.0],
    [9.999949e9, 1.0], [1.00005e-5], [0.25, 1024.0], [1.0, 10.0, 100.0, 1000.0], [16777216.0, 16777217.0],
]
for vector in VECTORS:
    case("f32", [len(vector)], vector)
    case("f64", [len(vector)], vector)
for vector in [[1e300, 1e-300], [-1e-310], [1e308, -1e308], [5e-324], [1e100], [123456789.123456789], [1e16 + 2, 1.0]]:
    case("f64", [len(vector)], vector)

for vector in VECTORS:
    case("f16", [len(vector)], vector)
    case("bf16", [len(vector)], vector)
case("f16", [4], [65504.0, 65520.0, 6e-8, 1e-8])
case("bf16", [3, 20], [3.3895e38, -1.25, 9e-41])
case("i8", [6], [-128, 127, 0])
case("i16", [5, 40], [-32768, 32767, 0])

for value in [3.0, -2.5, 0.0, -0.0, NAN, -INF, 1e-7, 1e9, 1000000.5]:
    case("f32", [], [value])
    case("f64", [], [value], "grad")
case("i64", [], [-7])
case("i32", [], [7])
case("u8", [], [255])
case("bool", [], [True])

for dtype in DTYPES:
    for shape in [[0], [0, 3], [3, 0], [2, 0, 3], [0, 0, 0, 0]]:
        case(dtype, shape, [0])
case("f32", [0], [0], "grad")
case("f64", [0, 2], [0], "grad")

case("bool", [2], [True, False])
case("bool", [3], [True])
case("bool", [50], [False])
case("bool", [50], [True, False, False])
case("bool", [2, 3], [True, False])
case("bool", [40, 40], [True, False, False])
case("u8", [6], [0, 255, 7])
case("u8", [100], [0, 255, 7])
case("u8", [10, 200], [0, 255, 7])
case("i32", [3], [-2147483648, 2147483647, 0])
case("i32", [3, 3], [1, -20, 300])
case("i64", [2], [9223372036854775807, -9223372036854775808])
case("i64", [2, 2], [1, -100, 10])
ramp("i64", [30], 0, 1)
ramp("i64", [1000], 0, 1)
ramp("i64", [1001], 0, 1)
ramp("i32", [1001], -500, 1)
ramp("i64", [2, 1000], 0, 1)
ramp("i64", [1000, 2], 0, 1)
ramp("i64", [11, 11, 11], 0, 1)

# Suffixes near the end of the line.
for length in range(8, 21):
    case("f64", [length], [0.0, 1.0])
    case("i32", [length], [11])
for length in range(12, 20):
    case("f32", [length], [2.0], "grad")
for length in range(6, 10):
    case("f64", [length], [1.25], "grad")
    case("f64", [2, length], [1.25], "grad")

# Rows that wrap; zeros and non-finite numbers are wider than their column.
case("f32", [30], [0.0])
case("f32", [30], [NAN])
case("f32", [30], [-0.0])
case("f32", [60], [INF, 1.0])
case("f32", [30], [1.5])
case("f32", [50], [0.0, 1.0])
case("f32", [3, 30], [1.5, -20.25])
case("f64", [25], [1e300, -1.0])
case("f64", [2, 3, 12], [1e-300, -1.0])

# Many axes.
case("f32", [1, 1, 1], [1.0])
case("f32", [2, 2, 2, 2, 2], [0.0, 1.0])
case("f32", [1] * 30 + [30], [1.5])
case("f32", [1] * 63 + [5], [1.5])
case("f32", [1] * 40 + [2, 1], [1.5])
ramp("f32", [2, 3, 4], 0.0, 1.0)
ramp("f64", [3, 4], -1.0, 0.3)

# Summaries.
for dtype in ("f32", "f64", "i64", "bool"):
    case(dtype, [8, 8, 20], [0, 1, 0, 0, 1])
    case(dtype, [1100, 1], [1, 0, 0])
    case(dtype, [1, 1100], [1, 0, 0])
    case(dtype, [7, 1, 200], [1, 0, 0])
    case(dtype, [6, 200], [1, 0, 0])
case("f32", [2, 2, 2, 2, 2, 2, 2, 2, 2, 2], [0.0, 1.0])
case("f32", [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], [0.0, 1.5])
case("f32", [1001], [1e-7])
case("f32", [1001], [0.5, 2.5, 4.5, 1e6, 3.5])
case("f64", [2000], [1e-300])
case("f32", [3, 5, 7, 11], [0.5, -1.25, 3.75, 10.0, -100.125])
ramp("f32", [1001], 0.0, 0.001)
ramp("f32", [1001], 1.0, 1.0)
ramp("f32", [1000], 1.0, 0.0)
ramp("f64", [40, 30], -600.0, 1.0)
ramp("f64", [40, 30], -6.0, 0.01, "grad")
case("f32", [2, 3, 400], [NAN, 1.0, 2.0, INF])

# Views.
ramp("f32", [3, 4], 0.0, 1.0, "reversed")
ramp("i64", [2, 3, 4], 0, 1, "reversed")
ramp("i64", [50, 41], 0, 1, "reversed")
ramp("i32", [9, 2], 0, 1, "every2")
ramp("f64", [2001], 0.0, 0.5, "every2")
ramp("f32", [1, 3], 0.5, 1.0, "expand")
ramp("f32", [1, 300], 0.5, 1.0, "expand")

# Numbers of every magnitude, alone and together.
numbers = random.Random(20260101)
for exponent in range(-12, 16):
    case("f64", [4], [round(numbers.uniform(-10, 10), 12) * 10.0**exponent for _ in range(4)])
for spread in range(8):
    case("f32", [5, 5], [numbers.uniform(-1, 1) * 10.0 ** numbers.uniform(-spread, spread / 2) for _ in range(25)])
    case("f32", [24, 47], [numbers.uniform(-1, 1) * 10.0 ** numbers.uniform(-spread, spread / 2) for _ in range(17)])
for digits in range(1, 10):
    case("f32", [3, 4], [float(numbers.randint(-(10**digits), 10**digits)) for _ in range(12)])
    case("i64", [3, 4], [numbers.randint(-(10 ** (2 * digits)), 10 ** (2 * digits)) for _ in range(12)])

print(HEADER)
for dtype, shape, kind, values, flags in cases:
    text = str(build(dtype, shape, kind, values, flags)).replace("True", "true").replace("False", "false")
    print(">", dtype, shape, *flags, ":", kind, *[int(v) if isinstance(v, bool) else v for v in values])
    print(text)
