"""Python functions for those of the runtime, with their signatures and documentation.

They are made when they are first looked up: there are hundreds, and a program uses a few. Each is compiled from a text of
its own, so that Python optimizes it by itself.
"""

import keyword

from tdsl import _bridge
from tdsl._errors import translated
from tdsl._values import names_list, receive, receive_tensor, send

_CONSTANTS = {"none": None, "true": True, "false": False, "inf": float("inf"), "nan": float("nan")}


class Parameter:
    """One parameter of a function of the runtime."""

    def __init__(self, name, kind, type, default):
        self.name = name + "_" if keyword.iskeyword(name) else name
        self.runtime_name = name
        self.kind = kind
        self.type = type
        self.default = default

    @property
    def is_required(self):
        """Whether there is no default value."""
        return self.default is None

    def declaration(self):
        """The parameter in a `def`."""
        if self.is_required:
            return self.name
        return f"{self.name}={eval(self.default, {'__builtins__': {}}, _CONSTANTS)!r}"


def _declarations(parameters):
    """The text between the brackets of a `def`: what follows a `*rest` is given by name."""
    texts = []
    named = False
    for parameter in parameters:
        if parameter.kind == "rest":
            texts.append("*" + parameter.name)
            named = True
        else:
            if parameter.kind == "named" and not named:
                texts.append("*")
                named = True
            texts.append(parameter.declaration())
    return ", ".join(texts)


def _collected(rest):
    """`reshape(2, 3)` and `reshape((2, 3))` are the same."""
    if len(rest) == 1 and isinstance(rest[0], (list, tuple)):
        rest = rest[0]
    return send(list(rest))


def _op_arguments(parameters):
    """Ops take everything by position, what a `*rest` collects as a list."""
    return ", ".join(f"{'collected' if p.kind == 'rest' else 'send'}({p.name})" for p in parameters)


def _builtin_call(parameters):
    """The call of a function that takes some arguments by name only."""
    names = [p.runtime_name for p in parameters if p.kind == "named"]
    if not names and all(p.kind == "ordinary" for p in parameters):
        return f"function({_op_arguments(parameters)})"
    positional = [f"*map(send, {p.name})" if p.kind == "rest" else f"send({p.name})" for p in parameters]
    return f"call(function, names({', '.join(map(repr, names))}), {', '.join(positional)})"


_TEMPLATE = """
def {name}({declarations}):
    try:
        {action}
    except BaseException as error:
        raise translated(error) from None
"""


def compiled(name, declarations, action, **scope):
    """A function made of text, whose errors are Python's.

    `action` is the body; it sees `send`, `receive` and what `scope` names.
    """
    scope.update(send=send, receive=receive, translated=translated)
    exec(compile(_TEMPLATE.format(**locals()), f"<tdsl.{name}>", "exec"), scope)
    function = scope[name]
    function.__module__ = "tdsl"
    return function


def _overloaded(as_method):
    """Declarations and call of a function of several signatures, among which the runtime chooses."""
    receiver, first = ("self, ", "send(self), ") if as_method else ("", "")
    arguments = f"{first}*map(send, arguments), *map(send, named.values())"
    return f"{receiver}*arguments, **named", f"call(function, names(*named), {arguments})"


def define(function, as_method=False):
    """The Python function for one of the runtime's; None if that does not tell its signature."""
    signature = _bridge.signature(function)
    if signature is None:
        return None
    name, entries, result, alternative = signature
    parameters = [Parameter(*entry) for entry in entries]
    is_op = result != ""
    if as_method:
        parameters[0].name = "self"
    if alternative is not None:
        declarations, call = _overloaded(as_method)
    else:
        declarations = _declarations(parameters)
        call = f"function({_op_arguments(parameters)})" if is_op else _builtin_call(parameters)
    if is_op and as_method and name.endswith("_"):
        action = f"{call}; return self"
    elif result == "Tensor" and alternative is None:
        action = f"return receive_tensor({call})"
    else:
        action = f"return receive({call})"
    made = compiled(
        name,
        declarations,
        action,
        function=function,
        call=_bridge.call,
        names=names_list,
        receive_tensor=receive_tensor,
        collected=_collected,
    )
    made.__doc__ = _bridge.documentation(function)
    made.__qualname__ = f"Tensor.{name}" if as_method else name
    return made
