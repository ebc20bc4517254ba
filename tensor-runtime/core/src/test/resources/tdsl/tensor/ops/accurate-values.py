"""Writes accurate-values.txt: functions at points over the whole range of f64, computed with 60 digits by mpmath and
rounded once. Usage: python accurate-values.py > accurate-values.txt"""

import random

from mpmath import isnan, mp, mpc, mpf

mp.dps = 60
random.seed(7)


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


FUNCTIONS = {
    "exp": mp.exp,
    "exp2": lambda x: mpf(2) ** x,
    "expm1": mp.expm1,
    "log": mp.log,
    "log1p": mp.log1p,
    "log2": lambda x: mp.log(x) / mp.log(2),
    "log10": mp.log10,
    "sqrt": mp.sqrt,
    "rsqrt": lambda x: 1 / mp.sqrt(x),
    "reciprocal": lambda x: 1 / x,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "asin": mp.asin,
    "acos": mp.acos,
    "atan": mp.atan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "asinh": mp.asinh,
    "acosh": mp.acosh,
    "atanh": mp.atanh,
    "erf": mp.erf,
    "erfc": mp.erfc,
    "sigmoid": sigmoid,
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "logsigmoid": lambda x: -mp.log1p(mp.exp(-x)),
}
# Defined and not constant for numbers of every size.
UNLIMITED = ("log", "log2", "log10", "sqrt", "rsqrt", "reciprocal", "asinh")


def points():
    values = [1.0, 2.0, 10.0, 0.5, 1 + 2.0**-52, 1 - 2.0**-53, 5e-324, 2.2250738585072014e-308, 709.5, -708.3, -740.0]
    for scale in (1, 3, 20, 700):
        values += [random.uniform(-scale, scale) for _ in range(7)]
    values += [random.choice((-1, 1)) * 2 ** random.uniform(-1070, 1020) for _ in range(6)]
    values += [random.choice((-1, 1)) * 2 ** random.uniform(-30, 5) for _ in range(10)]
    return values


def rounded(name, x):
    # Beyond, all are 0, 1 or infinite, or 60 digits are too few.
    if abs(x) > 1e6 and name not in UNLIMITED:
        return None
    try:
        value = FUNCTIONS[name](mpf(x))
    except (ValueError, ZeroDivisionError):
        return None
    return None if isinstance(value, mpc) or isnan(value) else float(value)


for name in FUNCTIONS:
    for x in points():
        value = rounded(name, x)
        if value is not None:
            print(name, x.hex(), value.hex().replace("inf", "Infinity"))
