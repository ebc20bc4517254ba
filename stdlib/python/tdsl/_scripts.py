"""Python programs and modules that TDSL starts."""

import sys
import traceback
from types import ModuleType

from tdsl._errors import Error
from tdsl._values import send


def run(path, *arguments):
    """Runs a program, as `python path arguments` would; returns its exit status."""
    import os

    sys.argv = [path, *arguments]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__file__ = path
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        exec(compile(text, path, "exec"), module.__dict__)
        return 0
    except SystemExit as leaving:
        return _status(leaving.code)
    except KeyboardInterrupt:
        return 130
    except BaseException as error:
        _report(error)
        return 1
    finally:
        sys.stdout.flush()


def _status(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _report(error):
    """Prints the traceback from the program's first line on, and where in TDSL code the error came from."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == run.__code__.co_filename:
        frames = frames.tb_next
    traceback.print_exception(type(error), error, frames)
    if isinstance(error, Error) and error.line:
        print("\nin TDSL code:", error.diagnostic, sep="\n", file=sys.stderr)


def load(path, text):
    """Runs a module's text; returns a dict of its public names for TDSL."""
    name = path.rpartition("/")[2].removesuffix(".py")
    module = sys.modules[name] = ModuleType(name)
    module.__file__ = path
    exec(compile(text, path, "exec"), module.__dict__)
    return send({key: value for key, value in vars(module).items() if _is_public(key, value, name)})


def _is_public(key, value, module):
    """Own names, and not those that the module imported."""
    return not key.startswith("_") and not isinstance(value, ModuleType) and getattr(value, "__module__", module) == module
