"""What a Python program is likely to do. Running it once tells the JVM which classes to keep in the start-up cache."""

import tdsl
from tdsl import nn, optim


class Net(nn.Module):
    def __init__(self):
        self.layers = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))

    def forward(self, x):
        return self.layers(x)


net = Net()
optimizer = optim.Adam(net.parameters(), lr=0.01)
x = tdsl.randn(8, 3)
loss = tdsl.cross_entropy(net(x), tdsl.zeros(8, dtype=int))
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(f"{loss.item():.3f}", x[1:3, ::-1].shape, x.sum(dim=0), (x > 0).any())
try:
    x @ x
except ValueError as error:
    print(error)
