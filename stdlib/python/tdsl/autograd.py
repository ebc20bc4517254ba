"""Differentiable functions written in Python."""

from tdsl import _bridge
from tdsl._errors import TypeError
from tdsl._tensor import Tensor
from tdsl._values import Handle, run


class FunctionContext(Handle):
    """What `forward` keeps for `backward`. Any attribute can be set on it."""

    def save_for_backward(self, *tensors):
        """Keeps tensors, which must not change in place before `backward` reads them."""
        run(_bridge.save_for_backward, self, *tensors)

    @property
    def saved_tensors(self):
        """The tensors that were kept."""
        return tuple(run(_bridge.saved_tensors, self))

    @property
    def needs_input_grad(self):
        """For each argument of `forward`, whether its gradient is used."""
        return tuple(run(_bridge.needs_input_grad, self))

    def mark_dirty(self, *tensors):
        """Says that `forward` changed these arguments in place; it must return them."""
        run(_bridge.mark_dirty, self, *tensors)

    def mark_non_differentiable(self, *tensors):
        """Says that these outputs have no gradient."""
        run(_bridge.mark_non_differentiable, self, *tensors)

    def set_materialize_grads(self, value):
        """Whether `backward` gets zeros, rather than None, for outputs that nothing depends on."""
        run(_bridge.set_materialize_grads, self, value)


class Function:
    """A differentiable function, as PyTorch's `torch.autograd.Function`.

        class Square(Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return x * x

            @staticmethod
            def backward(ctx, gradient):
                (x,) = ctx.saved_tensors
                return 2 * x * gradient

        y = Square.apply(x)

    `backward` gets one gradient per output, and returns one per argument of `forward`, None where there is none.
    """

    @classmethod
    def apply(cls, *arguments):
        """The result of `forward`, which `backward` can go through."""
        context = FunctionContext()

        def forward(value, *tensors):
            context._value = value._value
            result = cls.forward(context, *tensors)
            if getattr(cls.backward, "once_differentiable", False):
                run(_bridge.once_differentiable, context)
            return result

        def backward(value, *gradients):
            context._value = value._value
            result = cls.backward(context, *gradients)
            return _of_tensors(cls.__name__, result, arguments_are_tensors)

        arguments_are_tensors = [isinstance(argument, Tensor) for argument in arguments]
        return run(_bridge.apply, cls.__name__, forward, backward, *arguments)

    @staticmethod
    def forward(ctx, *arguments):
        """The result: a tensor or a tuple of tensors."""
        raise NotImplementedError("a Function defines forward(ctx, *arguments)")

    @staticmethod
    def backward(ctx, *gradients):
        """The gradients of the arguments."""
        raise NotImplementedError("this Function has no backward(ctx, *gradients)")


def _of_tensors(name, gradients, arguments_are_tensors):
    gradients = gradients if isinstance(gradients, (tuple, list)) else (gradients,)
    if len(gradients) != len(arguments_are_tensors):
        raise TypeError(f"{name}: backward returned {len(gradients)} gradients for {len(arguments_are_tensors)} arguments")
    return [gradient for gradient, is_tensor in zip(gradients, arguments_are_tensors) if is_tensor]


def once_differentiable(backward):
    """Marks a `backward` whose result cannot be differentiated again."""
    backward.once_differentiable = True
    return backward
