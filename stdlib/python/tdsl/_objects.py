"""Objects, classes, functions and modules of TDSL in Python."""

from tdsl import _bridge
from tdsl._errors import translated
from tdsl._values import Handle, names_list, receive, receives, receives_others, run, send

_call, _member = _bridge.call, _bridge.member

#: What every model can do, by the builtins that do it; its own members go first.
_MODEL_METHODS = {
    "parameters": "params",
    "state_dict": "state",
    "load_state_dict": "load_state",
    "train": "train",
    "eval": "eval",
}


class Object(Handle):
    """An object of TDSL: its fields and methods are attributes, and it can be called if it can there.

    Models have PyTorch's `parameters()`, `state_dict()`, `load_state_dict(state)`, `train()` and `eval()`.
    """

    __slots__ = ()

    def __call__(self, *arguments, **named):
        # By way of the bridge, although the value can be called itself: Python's calls of foreign objects are slow once
        # it has met more than a few classes of them.
        try:
            return receive(_call(self._value, names_list(*named), *map(send, arguments), *map(send, named.values())))
        except BaseException as error:
            raise translated(error) from None

    def __getattr__(self, name):
        if name in _MODEL_METHODS and name not in _bridge.members(self._value):
            function = _bridge.find(_MODEL_METHODS[name])
            return lambda *arguments: run(function, self, *arguments)
        if name.startswith("__"):
            raise AttributeError(name)
        return run(_member, self, name)

    def __setattr__(self, name, value):
        if name in Handle.__slots__:
            object.__setattr__(self, name, value)
        else:
            run(_bridge.set_member, self, name, value)

    def __dir__(self):
        return sorted({*object.__dir__(self), *_bridge.members(self._value), *_MODEL_METHODS})

    def __getitem__(self, items):
        items = items if type(items) is tuple else (items,)
        return run(_bridge.index, self, *items)

    def __setitem__(self, items, value):
        items = items if type(items) is tuple else (items,)
        run(_bridge.assign, self, value, *items)

    def __eq__(self, other):
        return isinstance(other, Object) and self._value is other._value

    __hash__ = object.__hash__

    def __repr__(self):
        return _bridge.text(self._value)


def _wrap(value):
    made = object.__new__(Object)
    object.__setattr__(made, "_value", value)
    return made


receives_others(_wrap)


class Context(Object):
    """A context of the runtime for `with`, or as a decorator of functions that run in it."""

    __slots__ = ()

    def __enter__(self):
        return run(_bridge.enter, self)

    def __exit__(self, *_):
        run(_bridge.exit, self)

    def __call__(self, function):
        def within(*arguments, **named):
            with self:
                return function(*arguments, **named)

        within.__name__ = getattr(function, "__name__", "within")
        within.__doc__ = function.__doc__
        return within


def _wrap_context(value):
    made = object.__new__(Context)
    object.__setattr__(made, "_value", value)
    return made


receives("context", _wrap_context)


def members_of(name):
    """`__getattr__` and `__dir__` of the Python module for a standard module of TDSL."""
    module = run(_bridge.module, name)

    def attribute(member):
        if member.startswith("_"):
            raise AttributeError(f"module 'tdsl.{name}' has no attribute {member!r}")
        return getattr(module, member)

    return attribute, lambda: sorted(_bridge.members(module._value))
