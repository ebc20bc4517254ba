"""Writes conversions.txt: numbers of every dtype converted to every other, by PyTorch on x86.

Run with PyTorch 2.13:  python make_conversions.py > conversions.txt
"""

import torch

DTYPES = {
    "bool": torch.bool, "u8": torch.uint8, "i8": torch.int8, "i16": torch.int16, "i32": torch.int32, "i64": torch.int64,
    "f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32, "f64": torch.float64,
}
INF, NAN = float("inf"), float("nan")
INTEGERS = [0, 1, -1, 2, 127, 128, -128, -129, 255, 256, 257, 300, -300, 2049, 2051, 32767, 32768, -32769, 65519, 65520,
            65535, 2**24 + 1, 2**31 - 1, 2**31, -(2**31) - 1, 2**53 + 1, 2**60 + 2**36 + 1, 2**63 - 1, -(2**63)]
REALS = [0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, -1 / 3, 127.5, 255.5, -255.5, 256.75, 300.25, 2049.0, 2051.0, 32768.5,
         65504.0, 65519.0, 65520.0, -65520.0, 1e5, 3e9, -3e9, 2.0**32 + 7, 2.0**63, -(2.0**63), 1e20, -1e20, 3.3961e38, 1e39,
         1 + 2**-8, 1 + 3 * 2**-8, 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-11 + 2**-30, 6e-8, 3e-8, 2.9e-8, 1e-40, 1e-45, INF,
         -INF, NAN]


def text(value):
    return str(int(value)) if isinstance(value, bool) else repr(value)


print(f"# Conversions of PyTorch {torch.__version__.split('+')[0]} on x86, made by make_conversions.py:")
print("# FROM : the numbers, then TO : the same numbers converted. true is 1.")
for source, dtype in DTYPES.items():
    numbers = torch.tensor(REALS, dtype=torch.float64) if dtype.is_floating_point else torch.tensor(INTEGERS)
    numbers = numbers.to(dtype)
    print("from", source, ":", *map(text, numbers.tolist()))
    for target, other in DTYPES.items():
        print("to", target, ":", *map(text, numbers.to(other).tolist()))
