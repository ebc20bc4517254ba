"""Errors of the runtime are exceptions of Python."""

import tdsl
from test_tensors import raises


def test_except_exception_catches_errors_of_operations():
    try:
        tdsl.zeros(2) + tdsl.zeros(3)
    except Exception as error:
        assert isinstance(error, ValueError) and isinstance(error, tdsl.ShapeError)
        assert error.kind == "ShapeError"
        assert str(error).startswith("add: shapes [2] and [3] do not broadcast")
        assert "aligned" in error.hint


def test_kinds_of_errors_are_subclasses_of_pythons():
    raises(IndexError, lambda: tdsl.ones(2)[5])
    raises(tdsl.DTypeError, lambda: tdsl.ones(2) << 1)
    raises(TypeError, lambda: tdsl.ones(2) << 1)
    raises(RuntimeError, lambda: tdsl.ones(2).sum().backward())
    raises(OSError, lambda: tdsl.load("no/such/file.npy"))
    raises(ImportError, lambda: tdsl.eval("import no_such"))
    raises(SyntaxError, lambda: tdsl.eval("1 +* 2"))


def test_errors_in_tdsl_code_tell_its_line():
    error = raises(tdsl.ShapeError, lambda: tdsl.eval("fn f(x) = x @ x\nf(zeros(2, 3))", "model.tdsl"))
    assert error.line == 1
    assert "model.tdsl:1:11" in error.diagnostic and "x: f32[2, 3]" in error.diagnostic


def test_the_traceback_leads_to_pythons_line():
    import traceback

    try:
        tdsl.ones(2) @ tdsl.ones(3)
    except ValueError as error:
        lines = traceback.format_exception(error)
        assert any("test_the_traceback_leads_to_pythons_line" in line for line in lines)


def test_exceptions_pass_through_tdsl_code_as_they_are():
    def fail(x):
        raise KeyError("inside")

    assert raises(KeyError, lambda: tdsl.grad(fail)(tdsl.ones(()))).args == ("inside",)
    assert raises(KeyError, lambda: tdsl.eval("fn(f) => f(1)")(fail)).args == ("inside",)
