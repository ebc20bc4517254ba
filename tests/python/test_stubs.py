"""The type stub names what is there, with the parameters that it has."""

import ast
import builtins
import importlib
import inspect

import tdsl

TEXTS = importlib.import_module("tdsl._stubs").texts()


def parsed(module):
    path = module.replace(".", "/")
    return ast.parse(TEXTS.get(f"{path}.pyi") or TEXTS[f"{path}/__init__.pyi"])


def names(body):
    """What statements of a stub define, by name; names that start with an underscore are the stub's own."""
    found = {}
    for statement in body:
        if isinstance(statement, ast.ImportFrom):
            found.update({alias.asname: statement for alias in statement.names if alias.asname})
        elif isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            found.setdefault(statement.name, statement)
        elif isinstance(statement, ast.AnnAssign):
            found[statement.target.id] = statement
    return found


def public(found):
    return {name for name in found if not name.startswith("_")}


def parameters(function):
    arguments = function.args
    ordinary = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    rest = [arguments.vararg.arg] if arguments.vararg else []
    return ordinary + rest + [argument.arg for argument in arguments.kwonlyargs]


def is_function(name, value):
    """Whether a member of a module is a function of the package that others may use."""
    return inspect.isfunction(value) and value.__module__.startswith("tdsl") and not name.startswith("_")


def same_parameters(stub, function):
    return parameters(stub) == [name for name in inspect.signature(function).parameters]


def test_the_stub_names_what_the_package_has():
    stub = public(names(parsed("tdsl").body))
    # Python has `bool`, `float` and `int` of its own, so the package does not show the dtypes of these names.
    assert stub - {"bool", "float", "int"} == set(dir(tdsl)) - {"bool", "float", "int"}, stub ^ set(dir(tdsl))
    for name in stub:
        assert hasattr(tdsl, name), name


def test_the_stub_has_the_parameters_of_functions():
    for name, stub in names(parsed("tdsl").body).items():
        function = getattr(tdsl, name, None)
        if isinstance(stub, ast.FunctionDef) and not stub.decorator_list:
            assert same_parameters(stub, function), name


def test_the_stub_names_the_attributes_of_tensors():
    found = names(names(parsed("tdsl").body)["Tensor"].body)
    attributes = {name for name in dir(tdsl.ones(1)) if not name.startswith("_")}
    assert public(found) == attributes, public(found) ^ attributes
    of_every_object = set(dir(object)) | {"__reduce__", "__module__", "__slots__", "__weakref__"}
    operators = {name for name in vars(tdsl.Tensor) if name.startswith("__")} - of_every_object
    missing = operators - set(found) - {"__getattr__", "__dir__"}
    assert not missing, missing


def test_the_stub_names_the_members_of_the_modules():
    for name in ("nn", "optim", "sparse", "data", "linalg"):
        module = importlib.import_module(f"tdsl.{name}")
        stub = public(names(parsed(f"tdsl.{name}").body))
        members = public(dir(module))
        assert stub == members, (name, stub ^ members)


def test_the_stub_has_the_signatures_of_the_array_api():
    for name in ("tdsl.array_api", "tdsl.array_api.linalg"):
        module = importlib.import_module(name)
        stub = names(parsed(name).body)
        functions = {key for key, value in vars(module).items() if is_function(key, value)}
        assert functions <= set(stub), functions - set(stub)
        for key in public(stub):
            assert hasattr(module, key), key
            if isinstance(stub[key], ast.FunctionDef):
                assert same_parameters(stub[key], getattr(module, key)), key


def test_the_stub_has_the_methods_of_classes_written_in_python():
    from tdsl import autograd, nn

    for module, kind in (("autograd", autograd.Function), ("autograd", autograd.FunctionContext), ("nn", nn.Module)):
        stub = names(names(parsed(f"tdsl.{module}").body)[kind.__name__].body)
        assert public(vars(kind)) == public(stub), public(vars(kind)) ^ public(stub)


def test_the_stub_has_the_hierarchy_of_errors():
    for name, stub in names(parsed("tdsl").body).items():
        kind = getattr(tdsl, name, None)
        if isinstance(kind, builtins.type) and issubclass(kind, tdsl.Error):
            assert [ast.unparse(base).rpartition(".")[2] for base in stub.bases] == [base.__name__ for base in kind.__bases__]
