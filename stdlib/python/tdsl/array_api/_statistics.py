"""Functions that reduce along axes, and that run along them."""

import tdsl


def all(x, /, *, axis=None, keepdims=False):
    """Whether all elements are true."""
    return tdsl.all(x, axis, keepdims)


def any(x, /, *, axis=None, keepdims=False):
    """Whether any element is true."""
    return tdsl.any(x, axis, keepdims)


def cumulative_prod(x, /, *, axis=None, dtype=None, include_initial=False):
    """The products of the elements up to each."""
    return tdsl.cumulative_prod(x, axis, dtype, include_initial)


def cumulative_sum(x, /, *, axis=None, dtype=None, include_initial=False):
    """The sums of the elements up to each."""
    return tdsl.cumulative_sum(x, axis, dtype, include_initial)


def diff(x, /, *, axis=-1, n=1, prepend=None, append=None):
    """The differences of neighbours, n times."""
    return tdsl.diff(x, n, axis, prepend, append)


def max(x, /, *, axis=None, keepdims=False):
    """The largest element."""
    return tdsl.amax(x, axis, keepdims)


def mean(x, /, *, axis=None, keepdims=False):
    """The arithmetic mean."""
    return tdsl.mean(x, axis, keepdims)


def min(x, /, *, axis=None, keepdims=False):
    """The smallest element."""
    return tdsl.amin(x, axis, keepdims)


def prod(x, /, *, axis=None, dtype=None, keepdims=False):
    """The product of the elements."""
    return tdsl.prod(x, axis, keepdims, dtype)


def std(x, /, *, axis=None, correction=0.0, keepdims=False):
    """The standard deviation."""
    return tdsl.std(x, axis, correction, keepdims)


def sum(x, /, *, axis=None, dtype=None, keepdims=False):
    """The sum of the elements."""
    return tdsl.sum(x, axis, keepdims, dtype)


def var(x, /, *, axis=None, correction=0.0, keepdims=False):
    """The variance."""
    return tdsl.var(x, axis, correction, keepdims)
