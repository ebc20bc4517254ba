"""Gradients in Python: the engine, functions written in Python, and transforms of Python functions."""

import tdsl
from test_tensors import raises


def leaf(values):
    return tdsl.tensor(values, dtype=tdsl.float64).requires_grad_()


def test_backward_adds_to_the_gradients_of_leaves():
    x = leaf([1.0, 2.0])
    (x * x).sum().backward()
    (3 * x).sum().backward()
    assert x.grad.tolist() == [5.0, 7.0] and x.is_leaf
    x.grad = None
    assert x.grad is None


def test_nothing_is_recorded_without_gradients():
    x = leaf([1.0])
    with tdsl.no_grad():
        assert not (x * 2).requires_grad
        with tdsl.enable_grad():
            assert (x * 2).requires_grad

    @tdsl.no_grad()
    def double(value):
        return value * 2

    assert not double(x).requires_grad and (x * 2).requires_grad


def test_the_mode_is_restored_when_a_block_fails():
    def fail():
        with tdsl.no_grad():
            raise KeyError

    raises(KeyError, fail)
    assert tdsl.is_grad_enabled()


class ScaledSquare(tdsl.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x)
        ctx.scale = scale
        return scale * x * x

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        assert ctx.needs_input_grad == (True, False)
        return 2 * ctx.scale * x * gradient, None


def test_functions_in_python_have_first_and_second_derivatives():
    x = leaf([1.0, -2.0])
    y = ScaledSquare.apply(x, 3)
    (first,) = tdsl.grad(y.sum(), [x], create_graph=True)
    assert first.tolist() == [6.0, -12.0]
    first.sum().backward()
    assert x.grad.tolist() == [6.0, 6.0]
    assert tdsl.gradcheck(lambda v: ScaledSquare.apply(v, 3), [leaf([0.5, 1.5])])


def test_functions_in_python_may_have_several_outputs():
    class Split(tdsl.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2, x * 3

        @staticmethod
        def backward(ctx, left, right):
            return 2 * left + 3 * right

    x = leaf([1.0])
    left, right = Split.apply(x)
    (left + 10 * right).backward()
    assert x.grad.tolist() == [32.0]


def test_a_backward_with_too_few_gradients_is_refused():
    class Wrong(tdsl.autograd.Function):
        @staticmethod
        def forward(ctx, x, y):
            return x * y

        @staticmethod
        def backward(ctx, gradient):
            return gradient

    y = Wrong.apply(leaf([1.0]), leaf([2.0]))
    assert "1 gradients for 2 arguments" in str(raises(TypeError, lambda: y.backward()))


def test_saved_tensors_must_not_change():
    x = leaf([1.0])
    y = x * 1
    z = ScaledSquare.apply(y, 1)
    y.add_(1)
    raises(tdsl.GradError, lambda: z.backward())


def test_transforms_take_python_functions():
    cube = lambda v: (v**3).sum()
    point = tdsl.tensor([1.0, 2.0])
    assert tdsl.grad(cube)(point).tolist() == [3.0, 12.0]
    value, gradient = tdsl.value_and_grad(cube)(point)
    assert value.item() == 9.0 and gradient.tolist() == [3.0, 12.0]
    assert tdsl.hessian(cube)(point).tolist() == [[6.0, 0.0], [0.0, 12.0]]
    assert tdsl.vmap(lambda row: row.sum())(tdsl.ones(3, 2)).tolist() == [2.0, 2.0, 2.0]


def test_hooks_in_python_change_gradients():
    x = leaf([1.0])
    handle = x.register_hook(lambda gradient: gradient * 10)
    (x * 2).backward()
    assert x.grad.tolist() == [20.0]
    handle.remove()
    (x * 2).backward()
    assert x.grad.tolist() == [22.0]
