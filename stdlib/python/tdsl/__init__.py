"""Tensors with automatic differentiation and sparse convolution, on the JVM.

Functions and methods have PyTorch's names and arguments, indexing is NumPy's. `nn`, `optim`, `sparse` and the other
modules are those of the language TDSL; `eval` and `load_module` run its code.
"""

from tdsl import _bridge
from tdsl._dtypes import DTYPES as _DTYPES
from tdsl._dtypes import device, dtype
from tdsl._errors import (
    ArithmeticError,
    DeviceError,
    DTypeError,
    Error,
    GradError,
    ImportError,
    IndexError,
    InternalError,
    IOError,
    LinAlgError,
    NameError,
    OutOfMemoryError,
    ShapeError,
    SyntaxError,
    TypeError,
    ValueError,
)
from tdsl._functions import define as _define
from tdsl._objects import Context, Object
from tdsl._tensor import Tensor
from tdsl._values import run as _run

#: Names of TDSL for which Python has its own.
_OF_THE_LANGUAGE = frozenset(
    "Interrupted args assert dict doc env enumerate error filter float function here input int json len list map module"
    " parse_json print progress range read_text sequence slice sorted string time tuple type write_text zip".split()
)

newaxis = None
pi = 3.141592653589793
e = 2.718281828459045
inf = float("inf")
nan = float("nan")


def eval(code, name="<tdsl.eval>"):
    """Runs TDSL code; returns its value.

    :param name: how errors call the code
    """
    return _run(_bridge.evaluate, code, name)


def load_module(path):
    """Runs the TDSL program in a file, once; returns an object whose attributes are its names.

    :param path: relative to the working directory
    """
    return _run(_bridge.load_module, path)


def is_tensor(value):
    """Whether a value is a tensor."""
    return isinstance(value, Tensor)


def __getattr__(name):
    """Functions are made when they are first used; modules are imported."""
    if name in _DTYPES:
        return _DTYPES[name]
    if name in _MODULES:
        import importlib

        return importlib.import_module(f"tdsl.{name}")
    value = None if name in _OF_THE_LANGUAGE or name.startswith("_") else _bridge.find(name)
    function = None if value is None else _define(value)
    if function is None:
        raise AttributeError(f"module 'tdsl' has no attribute {name!r}")
    globals()[name] = function
    return function


_MODULES = ("array_api", "autograd", "nn", "optim", "sparse", "data", "linalg")


def __dir__():
    names = {name for name in globals() if not name.startswith("_")}
    return sorted({*names, *_DTYPES, *_MODULES, *_bridge.names()} - _OF_THE_LANGUAGE)

