"""Data types: what they are, how they combine, and which there are."""

from types import SimpleNamespace

import tdsl
from tdsl import Tensor, dtype

_KINDS = {
    "bool": ("bool",),
    "signed integer": ("int8", "int16", "int32", "int64"),
    "unsigned integer": ("uint8",),
    "real floating": ("float32", "float64"),
    "complex floating": (),
}
_KINDS["integral"] = _KINDS["signed integer"] + _KINDS["unsigned integer"]
_KINDS["numeric"] = _KINDS["integral"] + _KINDS["real floating"]


def _of(value):
    return value.dtype if isinstance(value, Tensor) else value


def astype(x, dtype, /, *, copy=True, device=None):
    """The elements as another data type."""
    if device is not None:
        x = x.to(device)
    if x.dtype == dtype:
        return x.clone() if copy else x
    return x.to(dtype)


def can_cast(from_, to, /):
    """Whether promotion leads from one data type to another."""
    return result_type(_of(from_), to) == to


def result_type(*arrays_and_dtypes):
    """The data type that arrays, data types and Python numbers are promoted to."""
    types = [_of(value) for value in arrays_and_dtypes if isinstance(value, (Tensor, dtype))]
    if not types:
        raise ValueError("result_type: at least one array or data type is needed")
    sample = tdsl.zeros(0, dtype=types[0])
    for other in types[1:]:
        sample = sample + tdsl.zeros(0, dtype=other)
    for value in arrays_and_dtypes:
        if not isinstance(value, (Tensor, dtype)):
            sample = sample + value
    return sample.dtype


def isdtype(dtype, kind):
    """Whether a data type is of a kind, which is a name, another data type, or a tuple of these."""
    if isinstance(kind, tuple):
        return any(isdtype(dtype, each) for each in kind)
    if not isinstance(kind, str):
        return dtype == kind
    if kind not in _KINDS:
        raise ValueError(f"isdtype: there is no kind {kind!r}; kinds are {', '.join(map(repr, _KINDS))}")
    return dtype.name in _KINDS[kind]


#: IEEE 754: bits, machine epsilon, largest and smallest normal numbers.
_FLOATING = {
    "float32": (32, 2.0**-23, (2 - 2.0**-23) * 2.0**127, 2.0**-126),
    "float64": (64, 2.0**-52, (2 - 2.0**-52) * 2.0**1023, 2.0**-1022),
}


def finfo(type, /):
    """The limits of a floating-point data type."""
    data_type = _of(type)
    if data_type.name not in _FLOATING:
        raise TypeError(f"finfo: {data_type.name} is no floating-point data type of the standard")
    bits, eps, largest, smallest_normal = _FLOATING[data_type.name]
    return SimpleNamespace(
        bits=bits, eps=eps, max=largest, min=-largest, smallest_normal=smallest_normal, dtype=data_type
    )


def iinfo(type, /):
    """The limits of an integer data type."""
    data_type = _of(type)
    if data_type.name not in _KINDS["integral"]:
        raise TypeError(f"iinfo: {data_type.name} is no integer data type")
    signed = data_type.name.startswith("int")
    bits = int(data_type.name.lstrip("uint"))
    span = 1 << (bits - 1 if signed else bits)
    return SimpleNamespace(bits=bits, max=span - 1, min=-span if signed else 0, dtype=data_type)


class _Info:
    """What this namespace offers."""

    def capabilities(self):
        """What the standard leaves open."""
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": 64}

    def default_device(self):
        """Where arrays are made."""
        return tdsl.device("cpu")

    def default_dtypes(self, *, device=None):
        """The data types of numbers, where none is given."""
        return {
            "real floating": tdsl.float32,
            "complex floating": None,
            "integral": tdsl.int64,
            "indexing": tdsl.int64,
        }

    def devices(self):
        """The devices that there are."""
        return [tdsl.device("cpu")]

    def dtypes(self, *, device=None, kind=None):
        """The data types of a kind, or all, by name."""
        names = (*_KINDS["bool"], *_KINDS["numeric"])
        data_types = {name: getattr(tdsl, name) for name in names}
        if kind is None:
            return data_types
        return {name: data_type for name, data_type in data_types.items() if isdtype(data_type, kind)}


def __array_namespace_info__():
    """What this namespace offers."""
    return _Info()
