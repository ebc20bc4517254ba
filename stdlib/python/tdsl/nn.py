"""Layers, those of TDSL's module `nn`, and the base class of models written in Python."""

from tdsl._errors import ValueError
from tdsl._objects import Object, members_of
from tdsl._tensor import Tensor

_layer, _layers = members_of("nn")


def __getattr__(name):
    return _layer(name)


def __dir__():
    return sorted([*_layers(), "Module"])


class Module:
    """A model written in Python, as PyTorch's `torch.nn.Module`.

    Its parameters are the tensors with `requires_grad` among its attributes, and those of the layers and models there,
    in lists, tuples and dicts too. Subclasses define `forward`.
    """

    training = True

    def __call__(self, *arguments, **named):
        return self.forward(*arguments, **named)

    def forward(self, *arguments):
        """The result of the model."""
        raise NotImplementedError(f"{type(self).__name__} defines forward")

    def named_parameters(self):
        """Pairs of names, as `layers.0.weight`, and parameters, each once."""
        seen = set()
        for name, tensor in _named_tensors("", vars(self)):
            if tensor.requires_grad and id(tensor) not in seen:
                seen.add(id(tensor))
                yield name, tensor

    def parameters(self):
        """The parameters, a list."""
        return [tensor for _, tensor in self.named_parameters()]

    def state_dict(self):
        """A dict of names to parameters and buffers."""
        return dict(_named_tensors("", vars(self)))

    def load_state_dict(self, state):
        """Copies the tensors of a dict, as `state_dict` gives it, into this model's."""
        own = self.state_dict()
        if own.keys() != state.keys():
            missing, unknown = sorted(own.keys() - state.keys()), sorted(state.keys() - own.keys())
            raise ValueError(f"the state lacks {missing} and has {unknown}, which the model has not")
        from tdsl import no_grad

        with no_grad():
            for name, tensor in own.items():
                tensor.copy_(state[name])

    def train(self, mode=True):
        """Sets the mode of training, or of evaluation; returns the model."""
        self.training = mode
        for part in _parts(vars(self)):
            part.train(mode) if isinstance(part, Module) else (part.train() if mode else part.eval())
        return self

    def eval(self):
        """Sets the mode of evaluation; returns the model."""
        return self.train(False)


def _children(value):
    if isinstance(value, dict):
        return value.items()
    if isinstance(value, (list, tuple)):
        return enumerate(value)
    return ()


def _parts(value):
    for _, child in _children(value):
        if isinstance(child, (Module, Object)):
            yield child
        yield from _parts(child)


def _named_tensors(prefix, value):
    for name, child in _children(value):
        if isinstance(child, Tensor):
            yield f"{prefix}{name}", child
        elif isinstance(child, Module):
            yield from _named_tensors(f"{prefix}{name}.", vars(child))
        elif isinstance(child, Object):
            for inner, tensor in child.state_dict().items():
                yield f"{prefix}{name}.{inner}", tensor
        else:
            yield from _named_tensors(f"{prefix}{name}.", child)
