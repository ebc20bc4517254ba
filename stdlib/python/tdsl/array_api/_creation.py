"""Functions that make arrays."""

import math

import tdsl
from tdsl import Tensor
from tdsl.array_api._dtypes import astype


def _shape(shape):
    return tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)


def _values(value):
    """Nested sequences with the arrays in them as Python numbers."""
    if isinstance(value, Tensor):
        return value.tolist()
    return [_values(element) for element in value] if isinstance(value, (list, tuple)) else value


def asarray(obj, /, *, dtype=None, device=None, copy=None):
    """An array of numbers, nested sequences, buffers or another array."""
    if isinstance(obj, complex):
        raise TypeError("asarray: there are no complex arrays")
    if not isinstance(obj, Tensor):
        if copy is False:
            raise ValueError("asarray: what is no array must be copied")
        return tdsl.tensor(_values(obj), dtype=dtype, device=device)
    target = obj.dtype if dtype is None else dtype
    moves = device is not None and obj.device != device
    if copy is False and (moves or target != obj.dtype):
        raise ValueError("asarray: another data type or device takes a copy")
    return astype(obj, target, copy=bool(copy), device=device)


def arange(start, /, stop=None, step=1, *, dtype=None, device=None):
    """Numbers from start to before stop."""
    if stop is None:
        start, stop = 0, start
    count = max(math.ceil((stop - start) / step), 0)
    if count == 0:
        is_whole = all(isinstance(value, int) for value in (start, stop, step))
        return empty(0, dtype=dtype or (tdsl.int64 if is_whole else tdsl.float32), device=device)
    return tdsl.arange(start, stop, step, dtype=dtype, device=device)


def empty(shape, *, dtype=None, device=None):
    """An array with arbitrary elements."""
    return tdsl.empty(_shape(shape), dtype=dtype, device=device)


def empty_like(x, /, *, dtype=None, device=None):
    """An array of the same shape with arbitrary elements."""
    return empty(x.shape, dtype=dtype or x.dtype, device=device or x.device)


def eye(n_rows, n_cols=None, /, *, k=0, dtype=None, device=None):
    """Ones on a diagonal, and zeros."""
    n_cols = n_rows if n_cols is None else n_cols
    rows = tdsl.arange(n_rows, device=device)[:, None]
    columns = tdsl.arange(n_cols, device=device)[None, :]
    return (columns - rows == k).to(dtype or tdsl.float32)


def from_dlpack(x, /, *, device=None, copy=None):
    """An array of another library is not read: DLPack needs a C interface, which Python on the JVM has not."""
    if isinstance(x, Tensor):
        return asarray(x, device=device, copy=copy)
    raise BufferError("from_dlpack: DLPack needs a C interface; pass buffers, or .npy files")


def full(shape, fill_value, *, dtype=None, device=None):
    """An array of one number."""
    return tdsl.full(_shape(shape), fill_value, dtype=dtype, device=device)


def full_like(x, /, fill_value, *, dtype=None, device=None):
    """An array of the same shape, of one number."""
    return full(x.shape, fill_value, dtype=dtype or x.dtype, device=device or x.device)


def linspace(start, stop, /, num, *, dtype=None, device=None, endpoint=True):
    """Numbers at equal distances."""
    numbers = tdsl.linspace(start, stop, num if endpoint else num + 1, dtype=dtype, device=device)
    return numbers if endpoint else numbers[:-1]


def meshgrid(*arrays, indexing="xy"):
    """The coordinates of a grid."""
    return list(tdsl.meshgrid(*arrays, indexing=indexing)) if arrays else []


def ones(shape, *, dtype=None, device=None):
    """An array of ones."""
    return tdsl.ones(_shape(shape), dtype=dtype, device=device)


def ones_like(x, /, *, dtype=None, device=None):
    """An array of ones of the same shape."""
    return ones(x.shape, dtype=dtype or x.dtype, device=device or x.device)


def tril(x, /, *, k=0):
    """The elements on and below a diagonal, and zeros."""
    return tdsl.tril(x, k)


def triu(x, /, *, k=0):
    """The elements on and above a diagonal, and zeros."""
    return tdsl.triu(x, k)


def zeros(shape, *, dtype=None, device=None):
    """An array of zeros."""
    return tdsl.zeros(_shape(shape), dtype=dtype, device=device)


def zeros_like(x, /, *, dtype=None, device=None):
    """An array of zeros of the same shape."""
    return zeros(x.shape, dtype=dtype or x.dtype, device=device or x.device)
