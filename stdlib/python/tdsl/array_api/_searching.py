"""Functions that search, sort, and treat arrays as sets."""

from collections import namedtuple

import tdsl

_All = namedtuple("UniqueAll", "values indices inverse_indices counts")
_Counts = namedtuple("UniqueCounts", "values counts")
_Inverse = namedtuple("UniqueInverse", "values inverse_indices")


def argmax(x, /, *, axis=None, keepdims=False):
    """Where the largest element is: the first of several."""
    return _arg(tdsl.argmax, x, axis, keepdims)


def argmin(x, /, *, axis=None, keepdims=False):
    """Where the smallest element is: the first of several."""
    return _arg(tdsl.argmin, x, axis, keepdims)


def _arg(operation, x, axis, keepdims):
    if axis is None:
        found = operation(x.reshape(-1), 0)
        return found.reshape((1,) * x.ndim) if keepdims else found
    return operation(x, axis, keepdims)


def argsort(x, /, *, axis=-1, descending=False, stable=True):
    """The positions of the elements in order."""
    return tdsl.argsort(x, axis, descending, stable)


def count_nonzero(x, /, *, axis=None, keepdims=False):
    """How many elements are not zero."""
    return tdsl.sum(x != 0, axis, keepdims)


def nonzero(x, /):
    """Where elements are not zero: one array of positions for each axis."""
    if x.ndim == 0:
        raise ValueError("nonzero: an array without axes has no positions")
    return tuple(tdsl.nonzero(x, as_tuple=True))


def searchsorted(x1, x2, /, *, side="left", sorter=None):
    """Where elements would be inserted to keep the order."""
    return tdsl.searchsorted(x1, x2, side=side, sorter=sorter)


def sort(x, /, *, axis=-1, descending=False, stable=True):
    """The elements in order."""
    return tdsl.sort(x, axis, descending, stable)[0]


def unique_all(x, /):
    """The different elements, where each is first, which of them each element is, and how many there are."""
    return _All(*tdsl.unique_all(x))


def unique_counts(x, /):
    """The different elements, and how many there are of each."""
    return _Counts(*tdsl.unique_counts(x))


def unique_inverse(x, /):
    """The different elements, and which of them each element is."""
    return _Inverse(*tdsl.unique_inverse(x))


def unique_values(x, /):
    """The different elements."""
    return tdsl.unique_values(x)


def where(condition, x1, x2, /):
    """Elements of x1 where the condition holds, and of x2 elsewhere."""
    return tdsl.where(condition, x1, x2)
