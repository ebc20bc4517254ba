"""What the standard of the array API asks where it differs from PyTorch."""

import inspect
import math

import tdsl
from tdsl import array_api as xp

INF = math.inf


def same(found, expected):
    """Equal, zeros with their signs."""
    return found == expected and math.copysign(1, found) == math.copysign(1, expected)


def test_floor_divide_of_infinities_and_zeros():
    cases = (
        (-0.0, 2.0, -0.0),
        (-0.0, -2.0, 0.0),
        (INF, 2.0, INF),
        (INF, -2.0, -INF),
        (-INF, -2.0, INF),
        (1.0, -INF, -0.0),
        (-1.0, INF, -0.0),
        (-1.0, -INF, 0.0),
        (-7.0, 2.0, -4.0),
        (1.0, 0.1, 9.0),
        (-1e-320, 1e10, -1.0),
    )
    for x, y, expected in cases:
        found = xp.floor_divide(xp.asarray(x, dtype=xp.float64), xp.asarray(y, dtype=xp.float64))
        assert same(found.item(), expected), (x, y, found)
    assert xp.floor_divide(xp.asarray([-7, 7]), 2).tolist() == [-4, 3]


def test_a_remainder_of_zero_has_the_sign_of_the_divisor():
    for x, y, expected in ((-0.0, 2.0, 0.0), (0.0, -2.0, -0.0), (4.0, -2.0, -0.0), (-7.0, 2.0, 1.0)):
        assert same(xp.remainder(xp.asarray(x), y).item(), expected), (x, y)
    assert xp.remainder(xp.asarray([-7, 7]), 2).tolist() == [1, 1]


def test_the_sign_of_a_negative_zero_is_zero():
    assert [str(value) for value in xp.sign(xp.asarray([-0.0, 0.0, -3.0, math.nan])).tolist()] == ["0.0", "0.0", "-1.0", "nan"]


def test_signatures_are_those_of_the_standard():
    assert xp.expand_dims(tdsl.ones(2), 1).shape == (2, 1)
    assert list(inspect.signature(tdsl.Tensor.__dlpack__).parameters)[1:] == ["stream", "max_version", "dl_device", "copy"]
