"""Functions of elements: the standard's names for operations of tensors."""

import tdsl

# The operation, where its name is another one.
_UNARY = {
    **{
        name: name
        for name in (
            "abs acos acosh asin asinh atan atanh ceil cos cosh exp expm1 floor isfinite isinf isnan log log1p log2"
            " log10 logical_not positive reciprocal round sign signbit sin sinh square sqrt tan tanh trunc"
        ).split()
    },
    "bitwise_invert": "bitwise_not",
    "negative": "neg",
}

_BINARY = {
    **{
        name: name
        for name in (
            "add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign hypot"
            " logaddexp logical_and logical_or logical_xor maximum minimum nextafter pow"
        ).split()
    },
    "divide": "div",
    "equal": "eq",
    "greater": "gt",
    "greater_equal": "ge",
    "less": "lt",
    "less_equal": "le",
    "multiply": "mul",
    "not_equal": "ne",
    "subtract": "sub",
}

__all__ = [*_UNARY, *_BINARY, "clip", "conj", "floor_divide", "imag", "real", "remainder"]


def _unary(operation):
    def function(x, /):
        return operation(x)

    return function


def _binary(operation):
    def function(x1, x2, /):
        return operation(x1, x2)

    return function


def _define(name, operation, make):
    function = make(operation)
    function.__name__ = function.__qualname__ = name
    function.__doc__ = operation.__doc__
    globals()[name] = function


for _name, _operation in _UNARY.items():
    _define(_name, getattr(tdsl, _operation), _unary)
for _name, _operation in _BINARY.items():
    _define(_name, getattr(tdsl, _operation), _binary)


def clip(x, /, min=None, max=None):
    """The elements, none below min nor above max."""
    return tdsl.clamp(x, min, max).to(x.dtype) if min is not None or max is not None else x.clone()


def conj(x, /):
    """The elements: none is complex."""
    return x


def floor_divide(x1, x2, /):
    """x1 / x2 rounded down. The standard's result for infinities and zeros is not PyTorch's and Python's."""
    found = tdsl.floor_divide(x1, x2)
    if not found.dtype.is_floating_point:
        return found
    quotient = tdsl.div(x1, x2)
    is_plain = ~tdsl.isinf(quotient) & ((quotient != 0) | ~tdsl.isinf(x2) & tdsl.ne(x1, 0))
    return tdsl.where(is_plain, found, tdsl.floor(quotient))


def imag(x, /):
    """Zeros: no element is complex."""
    return tdsl.zeros_like(x)


def real(x, /):
    """The elements: none is complex."""
    return x


def remainder(x1, x2, /):
    """What is left of x1 after division by x2, with the sign of x2; zeros have it, too, unlike PyTorch's."""
    found = tdsl.remainder(x1, x2)
    return tdsl.where(found == 0, tdsl.copysign(found, x2), found) if found.dtype.is_floating_point else found
