"""Values on their way between Python and the runtime.

Numbers, strings and None pass as they are. Everything of the runtime's is held by a `Handle`; Python's containers are
copied into the runtime's and back.
"""

from polyglot import ForeignObject

from tdsl import _bridge
from tdsl._errors import translated

_kind = _bridge.kind
_new_list, _new_tuple, _new_dict, _new_slice = _bridge.list, _bridge.tuple, _bridge.dict, _bridge.slice


class Handle:
    """A Python object for one of the runtime's, which is `_value`."""

    __slots__ = ("_value", "__weakref__")


def send(value):
    """The value as the runtime takes it."""
    if isinstance(value, Handle):
        return value._value
    kind = type(value)
    if kind is float or kind is bool or kind is str or value is None:
        return value
    if kind is int:
        return _checked(value)
    sender = _SENDERS.get(kind)
    return sender(value) if sender is not None else _send_other(value)


_NAMES = {}


def names_list(*names):
    """Names of arguments, in the list that `_bridge.call` takes; made once."""
    found = _NAMES.get(names)
    if found is None:
        found = _NAMES[names] = _new_list(*names)
    return found


def _checked(number):
    if -(1 << 63) <= number < 1 << 63:
        return number
    raise OverflowError(f"{number} does not fit into a 64-bit int")


def _send_dict(value):
    parts = []
    for key, element in value.items():
        parts += (send(key), send(element))
    return _new_dict(*parts)


_SENDERS = {
    list: lambda value: _new_list(*map(send, value)),
    tuple: lambda value: _new_tuple(*map(send, value)),
    range: lambda value: _new_list(*value),
    dict: _send_dict,
    slice: lambda value: _new_slice(send(value.start), send(value.stop), send(value.step)),
    type(...): lambda value: _bridge.ellipsis,
}


def sends_as(python_type, sender):
    """Says how values of exactly this type are sent."""
    _SENDERS[python_type] = sender


def _send_other(value):
    for python_type in (int, float, str, list, tuple, dict):
        if isinstance(value, python_type):
            return send(python_type(value))
    if isinstance(value, ForeignObject):
        return value
    if callable(value):
        return _callback(value)
    if hasattr(value, "__index__"):
        return send(value.__index__())
    if hasattr(value, "__float__"):
        return float(value)
    return value if _is_buffer(value) or not hasattr(value, "__iter__") else send(list(value))


def _is_buffer(value):
    try:
        memoryview(value)
    except TypeError:
        return False
    return True


def _callback(function):
    """A Python function as the runtime calls it: by itself, or by `with_names` if it gives names to arguments."""

    def called(*arguments):
        return send(function(*map(receive, arguments)))

    def with_names(names, *arguments):
        values = [receive(argument) for argument in arguments]
        positional = len(values) - len(names)
        return send(function(*values[:positional], **dict(zip(names, values[positional:]))))

    called.with_names = with_names
    return called


_RECEIVERS = {
    "none": lambda value: None,
    "list": lambda value: [receive(element) for element in value],
    "tuple": lambda value: tuple([receive(element) for element in value]),
    "range": lambda value: [element for element in value],
    "sequence": lambda value: [receive(element) for element in value],
    "dict": lambda value: {receive(key): receive(element) for key, element in value.items()},
}


def receives(kind, receiver):
    """Says what a value of this kind, as TDSL's `type` names it, is for Python."""
    _RECEIVERS[kind] = receiver


def receives_others(receiver):
    """The same for kinds that have no receiver of their own."""
    global _receive_other
    _receive_other = receiver


def receive(value):
    """A value of the runtime as Python uses it."""
    kind = type(value)
    if kind is int or kind is float or kind is bool or kind is str or value is None:
        return value
    if not isinstance(value, ForeignObject):
        return value
    receiver = _RECEIVERS.get(_kind(value))
    return receiver(value) if receiver is not None else _receive_other(value)


def receive_tensor(value):
    """What an op returns whose result is a tensor, or a plain number if it was given nothing else.

    `receive` gives the same, but asks the runtime first, which takes as long as the call of a small op.
    """
    kind = type(value)
    if kind is float or kind is int or kind is bool:
        return value
    return _RECEIVERS["tensor"](value)


def run(function, *arguments):
    """Calls a function of the runtime with Python values."""
    try:
        return receive(function(*map(send, arguments)))
    except BaseException as error:
        raise translated(error) from None
