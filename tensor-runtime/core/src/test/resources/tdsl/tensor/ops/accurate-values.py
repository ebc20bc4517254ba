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
    "log": mp.log,
    "tanh": mp.tanh,
    "sigmoid": sigmoid,
    "sqrt": mp.sqrt,
    "rsqrt": lambda x: 1 / mp.sqrt(x),
    "reciprocal": lambda x: 1 / x,
}


def points():
    values = [1.0, 2.0, 10.0, 0.5, 1 + 2.0**-52, 1 - 2.0**-53, 5e-324, 2.2250738585072014e-308, 709.5, -708.3, -740.0]
    for scale in (1, 3, 20, 700):
        values += [random.uniform(-scale, scale) for _ in range(14)]
    values += [random.choice((-1, 1)) * 2 ** random.uniform(-1070, 1020) for _ in range(12)]
    values += [random.choice((-1, 1)) * 2 ** random.uniform(-30, 5) for _ in range(20)]
    return values


def rounded(function, x):
    # Beyond, all are 0, 1 or infinite, or 60 digits are too few.
    if abs(x) > 1e6 and function not in (mp.log, mp.sqrt, FUNCTIONS["rsqrt"], FUNCTIONS["reciprocal"]):
        return None
    try:
        value = function(mpf(x))
    except (ValueError, ZeroDivisionError):
        return None
    return None if isinstance(value, mpc) or isnan(value) else float(value)


for name, function in FUNCTIONS.items():
    for x in points():
        value = rounded(function, x)
        if value is not None:
            print(name, x.hex(), value.hex().replace("inf", "Infinity"))
