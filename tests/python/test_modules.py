"""The modules of TDSL in Python, and TDSL code."""

import tdsl
from tdsl import nn, optim
from test_tensors import raises


def test_layers_are_tdsls_own():
    layer = nn.Linear(3, 2)
    assert layer.weight.shape == (2, 3) and layer.weight.requires_grad
    x = tdsl.ones(4, 3)
    assert tdsl.allclose(layer(x), x @ layer.weight.T + layer.bias)
    assert repr(layer) == "Linear(3, 2)"
    assert "Conv2d" in dir(nn)
    raises(AttributeError, lambda: nn.NoSuchLayer)


def test_an_optimizer_trains_a_model():
    tdsl.manual_seed(0)
    model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
    optimizer = optim.Adam(model.parameters(), lr=0.05)
    x = tdsl.randn(64, 2)
    target = x[:, :1] * x[:, 1:]
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = (model(x) - target).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 4


class Net(nn.Module):
    """A model written in Python, of layers written in TDSL."""

    def __init__(self):
        self.layers = [nn.Linear(2, 4), nn.Dropout(0.5)]
        self.scale = tdsl.ones(1).requires_grad_()

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x * self.scale


def test_models_in_python_have_parameters_and_state():
    net = Net()
    assert [name for name, _ in net.named_parameters()] == ["layers.0.weight", "layers.0.bias", "scale"]
    other = Net()
    other.load_state_dict(net.state_dict())
    assert tdsl.equal(other.layers[0].weight, net.layers[0].weight)
    raises(ValueError, lambda: net.load_state_dict({}))


def test_modes_reach_the_layers_of_tdsl():
    net = Net().eval()
    x = tdsl.ones(3, 2)
    assert tdsl.equal(net(x), net(x)) and not net.layers[1].training
    assert net.train().layers[1].training


def test_code_of_tdsl_gives_values_functions_and_classes():
    assert tdsl.eval("[1, (2, {a: 3})]") == [1, (2, {"a": 3})]
    add = tdsl.eval("fn(x, y=10) => x + y")
    assert add(1) == 11 and add(1, y=2) == 3
    tdsl.eval("class Point(x, y) { let x = x; let y = y; fn norm() = (x * x + y * y) ** 0.5 }")
    point = tdsl.eval("Point")(3, 4)
    assert point.norm() == 5.0
    point.x = 0
    assert point.norm() == 4.0 and "x" in dir(point)
    raises(AttributeError, lambda: point.z)


def test_functions_of_python_are_called_by_tdsl_with_tensors():
    twice = tdsl.eval("fn(f, x) => f(f(x))")
    assert twice(lambda x: x * 2, tdsl.ones(1)).item() == 4.0
    seen = tdsl.eval("fn(f) => f([1, 2], {a: 3})")(lambda items, table: (type(items), table["a"]))
    assert seen == (list, 3)
