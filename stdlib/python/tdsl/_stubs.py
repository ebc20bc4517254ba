"""Type stubs of this package, for editors and type checkers, from the signatures of the runtime.

What no table has is written by hand in the folder `stubs`.
"""

import tdsl
from tdsl import _bridge
from tdsl._functions import Parameter
from tdsl._tensor import ARITHMETIC, COMPARISONS, UNARY

#: Modules of which TDSL has the whole.
_STANDARD_MODULES = ("nn", "optim", "sparse", "data", "linalg")

#: Modules of which all is written by hand.
_WRITTEN_MODULES = ("autograd", "array_api/__init__", "array_api/linalg")

_ARGUMENTS = {
    "Tensor": "_Operand",
    "Tensor[]": "Sequence[Tensor]",
    "int": "builtins.int",
    "int[]": "_Sizes",
    "float": "builtins.float",
    "number": "builtins.float",
    "bool": "builtins.bool",
    "string": "str",
    "dtype": "_DType",
    "device": "_Device",
    "value": "Any",
}

_RESULTS = {"int": "builtins.int", "bool": "builtins.bool", "Tensor[]": "list[Tensor]", "none": "None", "value": "Any"}


def texts():
    """The files of the stub: a dict of paths and texts."""
    written = {f"tdsl/{name}.pyi": _bridge.stub(f"tdsl/{name}") for name in _WRITTEN_MODULES}
    standard = {f"tdsl/{name}.pyi": _standard_module(name) for name in _STANDARD_MODULES}
    return {"tdsl/py.typed": "", "tdsl/__init__.pyi": _package(), **written, **standard}


def write(folder):
    """Writes the stub into a folder, which is then one that type checkers search (`MYPYPATH`)."""
    import os

    for path, text in texts().items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def _package():
    head = _bridge.stub("tdsl/__init__")
    written = {line.split("(")[0].split(":")[0].split()[-1] for line in head.splitlines() if line[:1].isalpha()}
    functions = [_definition(name, _bridge.find(name)) for name in dir(tdsl) if name not in written]
    return head + _operators() + _methods(head) + "\n" + "".join(functions)


def _operators():
    """The operators of the class of tensors, whose body the text before ends with."""
    lines = [f"    def __{name}__(self) -> Tensor: ...\n" for name in UNARY]
    for name in (*ARITHMETIC, *(f"r{name}" for name in ARITHMETIC)):
        lines.append(f"    def __{name}__(self, other: _Operand) -> Tensor: ...\n")
    for name in ARITHMETIC:
        if _bridge.find(ARITHMETIC[name] + "_") is not None:
            lines.append(f"    def __i{name}__(self, other: _Operand) -> Tensor: ...\n")
    for name in COMPARISONS:
        lines.append(f"    def __{name}__(self, other: _Operand) -> Tensor: ...{_OVERRIDE if name in ('eq', 'ne') else ''}\n")
    return "".join(lines)


#: `object` says that these are given any object and return a bool.
_OVERRIDE = "  # type: ignore[override]"


def _methods(head):
    own = head.rpartition("class Tensor:")[2]
    methods = [name for name in sorted(_bridge.methods()) if f" def {name}(self" not in own]
    return "".join(_definition(name, _bridge.method(name), as_method=True) for name in methods)


def _standard_module(name):
    head = _bridge.stub(f"tdsl/{name}") or _HEAD
    module = _bridge.module(name)
    members = [member for member in _bridge.members(module) if not member.startswith("_")]
    return head + "\n" + "".join(_member(member, _bridge.member(module, member)) for member in sorted(members))


_HEAD = "from typing import Any\n\nfrom tdsl import Object\n"


def _member(name, value):
    signature = _bridge.signature(value)
    if signature is None:
        return f"{name}: Any\n"
    if signature[2]:
        return f"from tdsl import {signature[0]} as {name}\n"
    return _definition(name, value, result="Object" if _bridge.kind(value) == "type" else "Any")


def _definition(name, function, as_method=False, result="Any"):
    """The lines for one function, one for each of its signatures.

    :param result: what it returns if it declares nothing
    """
    signatures = []
    signature = _bridge.signature(function)
    while signature is not None:
        signatures.append(signature)
        signature = signature[3]
    indentation = "    " if as_method else ""
    decorator = f"{indentation}@overload\n" if len(signatures) > 1 else ""
    lines = [f"{decorator}{indentation}{_declaration(name, each, as_method, result)}\n" for each in signatures]
    return "".join(lines)


def _declaration(name, signature, as_method, result):
    _, entries, declared, _ = signature
    parameters = [Parameter(*entry) for entry in entries]
    texts = ["self"] if as_method else []
    named = False
    for parameter in parameters[1:] if as_method else parameters:
        if parameter.kind == "rest":
            texts.append(f"*{parameter.name}: {_argument(parameter)}")
            named = True
        else:
            if parameter.kind == "named" and not named:
                texts.append("*")
                named = True
            texts.append(f"{parameter.name}: {_argument(parameter)}" + ("" if parameter.is_required else " = ..."))
    return f"def {name}({', '.join(texts)}) -> {_result(declared or result)}: ..."


def _argument(parameter):
    declared = parameter.type.removesuffix("?")
    if not declared:
        return "Any"
    if parameter.kind == "rest" and declared == "Tensor[]":
        return "Tensor | Sequence[Tensor]"
    return _ARGUMENTS[declared] + (" | None" if parameter.type.endswith("?") else "")


def _result(declared):
    if declared.startswith("("):
        return f"tuple[{', '.join(_result(each.strip()) for each in declared[1:-1].split(','))}]"
    return _RESULTS.get(declared, declared)
