"""Dtypes and devices."""

from tdsl import _bridge
from tdsl._errors import translated
from tdsl._values import Handle, receives, sends_as

_NAMES = {
    "f32": "float32",
    "f64": "float64",
    "f16": "float16",
    "bf16": "bfloat16",
    "i8": "int8",
    "u8": "uint8",
    "i16": "int16",
    "i32": "int32",
    "i64": "int64",
    "bool": "bool",
}

_ALIASES = {"float": "f32", "double": "f64", "half": "f16", "short": "i16", "int": "i32", "long": "i64"}


class dtype(Handle):
    """The type of a tensor's elements; `name` is Python's name for it, `label` TDSL's."""

    __slots__ = ("name", "label")

    def __init__(self, label):
        self._value = _bridge.find(label)
        self.label = label
        self.name = _NAMES[label]

    @property
    def is_floating_point(self):
        """Whether elements are floating-point numbers."""
        return "float" in self.name

    def __repr__(self):
        return f"tdsl.{self.name}"

    def __reduce__(self):
        return dtype_of, (self.label,)


_DTYPES = {label: dtype(label) for label in _NAMES}

#: Every dtype by its names in Python and in TDSL, but for `bool` and `int`, which stay Python's.
DTYPES = {
    **{data_type.name: data_type for data_type in _DTYPES.values()},
    **_DTYPES,
    **{alias: _DTYPES[label] for alias, label in _ALIASES.items()},
}


def dtype_of(label):
    """The dtype that TDSL calls by this name."""
    return _DTYPES[label]


# Python's types stand for the dtypes that hold all of their values.
_PYTHON_TYPES = {bool: "bool", int: "i64", float: "f64"}



def _send_type(python_type):
    label = _PYTHON_TYPES.get(python_type)
    return python_type if label is None else _DTYPES[label]._value


sends_as(type, _send_type)
receives("dtype", lambda value: _DTYPES[_bridge.text(value)])

_find_device = _bridge.find("device")


class device(Handle):
    """Where a tensor's elements are: `device("cpu")`."""

    __slots__ = ("name",)

    def __init__(self, name):
        try:
            self._value = _find_device(str(name))
        except BaseException as error:
            raise translated(error) from None
        self.name = _bridge.text(self._value)

    @property
    def type(self):
        """The kind of device, without its number."""
        return self.name.partition(":")[0]

    def __eq__(self, other):
        return self.name == str(other) if isinstance(other, (device, str)) else NotImplemented

    def __hash__(self):
        return hash(self.name)

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"tdsl.device({self.name!r})"

    def __reduce__(self):
        return device, (self.name,)


receives("device", lambda value: device(_bridge.text(value)))
