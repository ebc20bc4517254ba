"""Handwritten digits as sparse images: only the inked pixels are stored and computed with. digits.tdsl in Python."""

import os

import tdsl
from tdsl import data, nn, optim, sparse

tdsl.manual_seed(0)
digits = tdsl.load(os.path.join(os.path.dirname(__file__), "data", "digits.npz"))
images, labels = digits["images"], digits["labels"].to(tdsl.int64)


def sparse_images(pixels):
    """[b, 8, 8] in 0..16 to a sparse tensor of the pixels that are not zero, with features in 0..1."""
    inked = pixels > 0
    features = pixels[inked].to(tdsl.float32)[:, None] / 16
    return sparse.SparseConvTensor(
        features, inked.nonzero().to(tdsl.int32), spatial_shape=[8, 8], batch_size=len(pixels)
    )


def block(in_channels, out_channels, stride=1):
    if stride == 1:
        conv = sparse.SubMConv2d(in_channels, out_channels, 3, bias=False)
    else:
        conv = sparse.SparseConv2d(in_channels, out_channels, 3, stride=stride, padding=1, bias=False)
    return sparse.SparseSequential(conv, nn.BatchNorm1d(out_channels), tdsl.relu)


class Net(nn.Module):
    def __init__(self):
        self.body = sparse.SparseSequential(
            block(1, 32), block(32, 32), block(32, 64, stride=2), block(64, 64), sparse.SparseGlobalMaxPool()
        )
        self.dropout = nn.Dropout(0.3)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.dropout(self.body(x)))


train_rows, test_rows = data.random_split(len(labels), 0.8)
net = Net()
epochs = 15
optimizer = optim.Adam(net.parameters(), lr=0.004)
print(f"{len(train_rows)} images to train, {len(test_rows)} to test")

for epoch in range(1, epochs + 1):
    total = 0.0
    optimizer.lr = 0.004 * (1 - (epoch - 1) / epochs)
    for batch in data.batches(len(train_rows), 64):
        rows = train_rows[batch]
        optimizer.zero_grad()
        loss = tdsl.cross_entropy(net(sparse_images(images[rows])), labels[rows])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
    print(f"epoch {epoch:2d}: loss {total / len(train_rows):.4f}")

net.eval()
truth = labels[test_rows]
with tdsl.no_grad():
    predicted = net(sparse_images(images[test_rows])).argmax(dim=1)
confusion = tdsl.bincount(truth * 10 + predicted, minlength=100).reshape(10, 10)
print("confusion (rows: digit, columns: predicted)")
print(confusion)
print(f"test accuracy: {(predicted == truth).to(tdsl.float32).mean().item():.3f}")
