"""The class of tensors."""

from tdsl import _bridge
from tdsl._dtypes import dtype_of
from tdsl._errors import translated
from tdsl._functions import compiled, define
from tdsl._values import Handle, receive, receives, run, send, sends_as

_find_op, _index, _assign = _bridge.find, _bridge.index, _bridge.assign
_member, _set_member = _bridge.member, _bridge.set_member
_new = object.__new__


class Tensor(Handle):
    """An n-dimensional array of one dtype, with PyTorch's methods and NumPy's indexing.

    Made by `tensor([[1, 2], [3, 4]])`, `zeros(2, 3)` and the like; slices are views. Every operation is both a function
    of this package and a method.
    """

    __slots__ = ()

    def __init__(self, data, dtype=None, device=None):
        from tdsl import tensor

        self._value = tensor(data, dtype=dtype, device=device)._value

    # ---- attributes ----

    @property
    def shape(self):
        """The sizes of the axes, a tuple."""
        return tuple(self._value.shape)

    @property
    def strides(self):
        """How many elements lie between neighbours along each axis."""
        return tuple(self._value.strides)

    @property
    def ndim(self):
        """The number of axes."""
        return len(self._value.shape)

    @property
    def dtype(self):
        """The type of the elements."""
        return dtype_of(self._value.dtype)

    @property
    def device(self):
        """Where the elements are."""
        return run(_member, self, "device")

    @property
    def T(self):
        """A view with the axes in reverse order."""
        return run(_member, self, "T")

    @property
    def mT(self):
        """A view with the last two axes swapped."""
        return run(_member, self, "mT")

    @property
    def grad(self):
        """The gradient that `backward` has added up; None before."""
        return run(_member, self, "grad")

    @grad.setter
    def grad(self, value):
        run(_set_member, self, "grad", value)

    @property
    def requires_grad(self):
        """Whether operations on this tensor are recorded for `backward`."""
        return run(_member, self, "requires_grad")

    @requires_grad.setter
    def requires_grad(self, value):
        run(_set_member, self, "requires_grad", value)

    @property
    def is_leaf(self):
        """Whether this tensor is no result of a recorded operation."""
        return run(_member, self, "is_leaf")

    def __getattr__(self, name):
        """Methods are made when they are first used; see `_functions`."""
        function = None if name.startswith("_") else _bridge.method(name)
        if function is None:
            raise AttributeError(f"a tensor has no attribute {name!r}")
        setattr(Tensor, name, define(function, as_method=True))
        return getattr(self, name)

    def __dir__(self):
        return sorted({*object.__dir__(self), *_bridge.methods()})

    # ---- items ----

    def __getitem__(self, items):
        try:
            if type(items) is tuple:
                return _wrap(_index(self._value, *map(send, items)))
            return _wrap(_index(self._value, send(items)))
        except BaseException as error:
            raise translated(error) from None

    def __setitem__(self, items, value):
        items = items if type(items) is tuple else (items,)
        run(_assign, self, value, *items)

    def __len__(self):
        shape = self._value.shape
        if len(shape) == 0:
            raise TypeError("len() of a tensor without axes")
        return shape[0]

    def __iter__(self):
        if self.ndim == 0:
            raise TypeError("iteration over a tensor without axes")
        return (self[position] for position in range(len(self)))

    def __contains__(self, value):
        return bool(self.eq(value).any())

    # ---- conversions ----

    def __bool__(self):
        return self._only("bool", "use .any() or .all()") != 0

    def __float__(self):
        return float(self._only("float"))

    def __int__(self):
        return int(self._only("int"))

    def __complex__(self):
        return complex(self._only("complex"))

    def __index__(self):
        value = self._only("index")
        if isinstance(value, float) or isinstance(value, bool):
            raise TypeError(f"only tensors of integers can be an index, not {self.dtype.name}")
        return value

    def _only(self, target, hint="a number is made of one element"):
        if self.numel() != 1:
            raise ValueError(f"{target} of a tensor of shape {list(self.shape)}: {hint}")
        return self.item()

    def to_device(self, device, /, *, stream=None):
        """The tensor on a device."""
        return self.to(device)

    def __array_namespace__(self, /, *, api_version=None):
        """The namespace of the array API standard."""
        from tdsl import array_api

        if api_version not in (None, array_api.__array_api_version__):
            raise ValueError(f"version {array_api.__array_api_version__} of the array API is here, not {api_version}")
        return array_api

    def __dlpack__(self, /, *, stream=None, max_version=None, dl_device=None, copy=None):
        raise BufferError("DLPack needs a C interface, which Python on the JVM has not; tobytes() copies the elements")

    def __dlpack_device__(self):
        return (1, 0) if self.device.type == "cpu" else (2, int(self.device.name.partition(":")[2] or 0))

    def tobytes(self):
        """The elements in row-major order, as bytes of the machine."""
        return run(_bridge.bytes, self.detach().to("cpu").contiguous()).encode("latin-1")

    def __repr__(self):
        return _bridge.text(self._value)

    def __format__(self, specification):
        return format(self.item(), specification) if self.ndim == 0 and specification else format(repr(self), specification)

    __hash__ = object.__hash__

    def __copy__(self):
        return _wrap(self._value)

    def __deepcopy__(self, memo):
        return self.detach().clone().requires_grad_(self.requires_grad)

    def __reduce__(self):
        return _rebuilt, (self.tobytes(), self.dtype, self.shape, self.device, self.requires_grad)


def _wrap(value):
    """A tensor for one of the runtime's."""
    tensor = _new(Tensor)
    tensor._value = value
    return tensor


def _rebuilt(content, dtype, shape, device, requires_grad):
    from tdsl import frombuffer

    made = frombuffer(content, dtype=dtype).reshape(shape).to(device)
    return made.requires_grad_(True) if requires_grad else made


sends_as(Tensor, lambda tensor: tensor._value)
receives("tensor", _wrap)

# ---- operators: what they are in Python, and the operations ----

UNARY = {"neg": "neg", "pos": "positive", "abs": "abs", "invert": "bitwise_not"}

ARITHMETIC = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "truediv": "div",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "pow",
    "matmul": "matmul",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift",
    "rshift": "bitwise_right_shift",
}

COMPARISONS = {"eq": "eq", "ne": "ne", "lt": "lt", "le": "le", "gt": "gt", "ge": "ge"}

_OPERAND = """kind = type(other)
        if kind is Tensor:
            other = other._value
        elif kind is not float and kind is not int and kind is not bool:
            if not isinstance(other, (Tensor, int, float, list, tuple)):
                return NotImplemented
            other = send(other)
        """


def _operator(name, op, declarations, action):
    function = compiled(f"__{name}__", declarations, action, op=_find_op(op), Tensor=Tensor, wrap=_wrap)
    function.__doc__ = _bridge.documentation(_find_op(op))
    setattr(Tensor, function.__name__, function)


for _name, _op in UNARY.items():
    _operator(_name, _op, "self", "return wrap(op(self._value))")
for _name, _op in {**ARITHMETIC, **COMPARISONS}.items():
    _operator(_name, _op, "self, other", _OPERAND + "return wrap(op(self._value, other))")
for _name, _op in ARITHMETIC.items():
    _operator("r" + _name, _op, "self, other", _OPERAND + "return wrap(op(other, self._value))")
    if _find_op(_op + "_") is not None:
        _operator("i" + _name, _op + "_", "self, other", _OPERAND + "op(self._value, other); return self")

