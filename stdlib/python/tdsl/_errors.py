"""Errors of the runtime as Python exceptions."""

import builtins

from polyglot import ForeignException


class Error(Exception):
    """An error of a tensor operation or of TDSL code.

    `kind` is its name in TDSL, `hint` what to do about it or None. `diagnostic` is the whole text that TDSL shows,
    with the place where it happened if that was in TDSL code; `line` is the line there, or 0.
    """

    kind = "Error"
    hint = None
    diagnostic = None
    line = 0


class SyntaxError(Error, builtins.SyntaxError):
    """TDSL code that cannot be parsed."""

    kind = "SyntaxError"

    def __str__(self):
        return str(self.msg)


class NameError(Error, builtins.NameError, builtins.AttributeError):
    """A name or member that does not exist."""

    kind = "NameError"


class TypeError(Error, builtins.TypeError):
    """A value of the wrong type."""

    kind = "TypeError"


class ValueError(Error, builtins.ValueError):
    """A value that makes no sense where it is used."""

    kind = "ValueError"


class ShapeError(ValueError):
    """Shapes that do not fit."""

    kind = "ShapeError"


class LinAlgError(ValueError):
    """A matrix for which an operation of linear algebra has no result."""

    kind = "LinAlgError"


class DTypeError(TypeError):
    """A dtype that an operation does not take."""

    kind = "DTypeError"


class IndexError(Error, builtins.IndexError):
    """A position that does not exist."""

    kind = "IndexError"


class GradError(Error, builtins.RuntimeError):
    """A gradient that cannot be computed."""

    kind = "GradError"


class DeviceError(Error, builtins.RuntimeError):
    """A device that does not exist, or that failed."""

    kind = "DeviceError"


class OutOfMemoryError(Error, builtins.MemoryError):
    """Memory that a device does not have."""

    kind = "OutOfMemoryError"


class IOError(Error, builtins.OSError):
    """A file that cannot be read or written."""

    kind = "IOError"


class ImportError(Error, builtins.ImportError):
    """A module that cannot be loaded."""

    kind = "ImportError"


class ArithmeticError(Error, builtins.ArithmeticError):
    """A number that cannot be represented, or a division of integers by zero."""

    kind = "ArithmeticError"


class InternalError(Error, builtins.RuntimeError):
    """A fault of TDSL itself."""

    kind = "InternalError"


_TYPES = {
    type.kind: type
    for type in (
        SyntaxError,
        NameError,
        TypeError,
        ValueError,
        ShapeError,
        LinAlgError,
        DTypeError,
        IndexError,
        GradError,
        DeviceError,
        OutOfMemoryError,
        IOError,
        ImportError,
        ArithmeticError,
        InternalError,
    )
}


def translated(error):
    """The exception to raise for one that came out of the runtime.

    Foreign exceptions derive from BaseException alone, so `except Exception` would miss them.
    """
    if not isinstance(error, ForeignException):
        return error
    kind = getattr(error, "kind", None)
    if kind == "Interrupted":
        return KeyboardInterrupt()
    if kind is None:
        return InternalError(str(error))
    hint = error.hint or None
    translation = _TYPES.get(kind, InternalError)(error.message if hint is None else f"{error.message}\n  hint: {hint}")
    translation.kind = kind
    translation.hint = hint
    translation.line = error.line
    translation.diagnostic = error.diagnostic
    return translation
