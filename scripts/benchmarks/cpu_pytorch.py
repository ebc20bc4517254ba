"""PyTorch's side of `scripts/bench cpu`: the workloads of cpu.tdsl beside it, asked for in the same way.

Each line of the standard input names a workload; the answer is a line of JSON with the median time of one operation.
Arguments: the number of threads, and a folder with lidar_voxels.npy for the sparse workloads.
"""

import itertools
import json
import statistics
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

BIG = 2**24
WARM_UP_SECONDS = 1.0
ROUND_SECONDS = 0.3


class Workloads:
    """Each method sets its operands up and returns what is measured, and how many operations one call makes."""

    def __init__(self, data):
        self._data = data

    def add_16m(self):
        a, b = torch.randn(BIG), torch.randn(BIG)
        return lambda: a + b, 1

    def exp_16m(self):
        a = torch.randn(BIG)
        return lambda: a.exp(), 1

    def sum_16m(self):
        a = torch.randn(BIG)
        return lambda: a.sum(), 1

    def chain_16m(self):
        a, b = torch.randn(BIG), torch.randn(BIG)
        return lambda: ((a * b + a).tanh() * 2).sum(), 1

    def chain_grad_4m(self):
        a, b = nn.Parameter(torch.randn(2**22)), torch.randn(2**22)

        def call():
            ((a * b + a).tanh() * 2).sum().backward()
            a.grad = None

        return call, 1

    def transpose_copy_4096(self):
        a = torch.randn(4096, 4096)
        return lambda: a.T.contiguous(), 1

    def softmax_4096(self):
        a = torch.randn(4096, 4096)
        return lambda: a.softmax(dim=1), 1

    def layer_norm_4096(self):
        a, weight, bias = torch.randn(4096, 4096), torch.randn(4096), torch.randn(4096)
        return lambda: functional.layer_norm(a, [4096], weight, bias), 1

    def mask_select_16m(self):
        a = torch.randn(BIG)
        mask = a > 0
        return lambda: a[mask], 1

    def index_select_rows(self):
        a, rows = torch.randn(100_000, 64), torch.randint(100_000, (500_000,))
        return lambda: a[rows], 1

    def index_add_rows(self):
        a, source, rows = torch.zeros(100_000, 64), torch.randn(500_000, 64), torch.randint(100_000, (500_000,))
        return lambda: a.index_add_(0, rows, source), 1

    def matmul_1024(self):
        a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
        return lambda: a @ b, 1

    def matmul_32_x1000(self):
        a, b = torch.randn(32, 32), torch.randn(32, 32)
        return lambda: [a @ b for _ in range(1000)], 1000

    def add_8_x1000(self):
        a, b = torch.randn(8), torch.randn(8)
        return lambda: [a + b for _ in range(1000)], 1000

    def slice_8_x1000(self):
        a = torch.randn(8)
        return lambda: [a[1:5] for _ in range(1000)], 1000

    def tiny_step_8(self):
        x, y = nn.Parameter(torch.randn(8)), torch.randn(8)

        def call():
            (x * y + x).tanh().sum().backward()
            x.grad = None

        return call, 1

    def mlp_step(self):
        x, labels = torch.randn(128, 64), torch.randint(10, (128,))
        initial = [torch.randn(64, 128) / 8, torch.zeros(128), torch.randn(128, 10) / 11, torch.zeros(10)]
        weights = [nn.Parameter(value) for value in initial]

        def call():
            hidden = torch.relu(x @ weights[0] + weights[1])
            functional.cross_entropy(hidden @ weights[2] + weights[3], labels).backward()
            with torch.no_grad():
                for p in weights:
                    p -= 0.01 * p.grad
                    p.grad = None

        return call, 1

    # Sparse convolution of a LiDAR sweep, which PyTorch has no op for: by sorting, gathering and adding rows.

    def subm_map_lidar(self):
        places = self._voxels()
        return lambda: submanifold_map(places), 1

    def subm_lidar_c32_forward(self):
        features, weight, pairs = self._convolution()

        def call():
            out = torch.zeros(features.shape)
            for offset, (outputs, inputs) in enumerate(pairs):
                out.index_add_(0, outputs, features[inputs] @ weight[offset])

        return call, 1

    def subm_lidar_c32_step(self):
        features, weight, pairs = self._convolution()
        features.requires_grad_()
        weight.requires_grad_()

        def call():
            out = torch.zeros(features.shape)
            for offset, (outputs, inputs) in enumerate(pairs):
                out = out.index_add(0, outputs, features[inputs] @ weight[offset])
            out.sum().backward()
            features.grad = None
            weight.grad = None

        return call, 1

    def _voxels(self):
        return torch.from_numpy(numpy.load(f"{self._data}/lidar_voxels.npy")).long()

    def _convolution(self):
        places = self._voxels()
        return torch.randn(len(places), 32), torch.randn(27, 32, 32) / 50, submanifold_map(places)


def submanifold_map(places, spatial_shape=(80, 1600, 1600)):
    """For each offset of a 3×3×3 kernel, the output rows that it reaches and the input rows that it reaches them from."""
    upper = torch.tensor(spatial_shape)

    def numbers(batch, spatial):
        number = batch
        for axis, size in enumerate(spatial_shape):
            number = number * size + spatial[:, axis]
        return number

    batch, spatial = places[:, 0], places[:, 1:]
    known, order = numbers(batch, spatial).sort()
    pairs = []
    for offset in itertools.product((-1, 0, 1), repeat=len(spatial_shape)):
        reached = spatial + torch.tensor(offset)
        wanted = numbers(batch, reached)
        at = torch.searchsorted(known, wanted).clamp_(max=len(known) - 1)
        inside = ((reached >= 0) & (reached < upper)).all(dim=1)
        outputs = (inside & (known[at] == wanted)).nonzero()[:, 0]
        pairs.append((outputs, order[at[outputs]]))
    return pairs


def measure(call, seconds, calls):
    """How long each call took, for so many seconds and at least so many calls."""
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < calls:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return times


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    workloads = Workloads(sys.argv[2])
    current = call = None
    for line in sys.stdin:
        name = line.strip()
        if name != current:
            # What the last workload held is released before the next one is set up.
            call = None
            call, operations = getattr(workloads, name)()
            measure(call, WARM_UP_SECONDS, 3)
            current = name
        seconds = statistics.median(measure(call, ROUND_SECONDS, 3)) / operations
        print(json.dumps({"name": name, "seconds": seconds}), flush=True)


main()
