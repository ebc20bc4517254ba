"""PyTorch's side of `scripts/bench cuda`: the workloads of cuda.tdsl beside it, measured in the same way.

Prints a line of JSON for each workload. Arguments are names of workloads; all by default.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional

BIG = 2**26
ROUND_SECONDS = 0.1
ROUNDS = 5


def chain(a, b):
    return ((a * b + a).tanh() * 2).sum()


def train(weights, x, labels):
    hidden = torch.relu(x @ weights[0] + weights[1])
    functional.cross_entropy(hidden @ weights[2] + weights[3], labels).backward()
    with torch.no_grad():
        for p in weights:
            p -= 0.01 * p.grad
            p.grad = None


def mlp():
    initial = [torch.randn(64, 128) / 8, torch.zeros(128), torch.randn(128, 10) / 11, torch.zeros(10)]
    return [nn.Parameter(value) for value in initial], torch.randn(128, 64), torch.randint(10, (128,))


class Workloads:
    """Each method sets its operands up and returns what is measured, and how many operations one call makes."""

    def chain_64m(self):
        a, b = torch.randn(BIG), torch.randn(BIG)
        return lambda: chain(a, b), 1

    def chain_64m_compiled(self):
        a, b = torch.randn(BIG), torch.randn(BIG)
        compiled = torch.compile(chain)
        return lambda: compiled(a, b), 1

    def chain_grad_16m(self):
        a, b = nn.Parameter(torch.randn(2**24)), torch.randn(2**24)

        def call():
            chain(a, b).backward()
            a.grad = None

        return call, 1

    def add_64m(self):
        a, b = torch.randn(BIG), torch.randn(BIG)
        return lambda: a + b, 1

    def add_row_8192(self):
        a, b = torch.randn(8192, 8192), torch.randn(8192)
        return lambda: a + b, 1

    def copy_64m(self):
        a = torch.randn(BIG)
        return lambda: a.clone(), 1

    def sum_64m(self):
        a = torch.randn(BIG)
        return lambda: a.sum(), 1

    def sum_rows_8192(self):
        a = torch.randn(8192, 8192)
        return lambda: a.sum(dim=1), 1

    def softmax_8192(self):
        a = torch.randn(8192, 8192)
        return lambda: a.softmax(dim=1), 1

    def layer_norm_8192(self):
        a, weight, bias = torch.randn(8192, 8192), torch.randn(8192), torch.randn(8192)
        return lambda: functional.layer_norm(a, [8192], weight, bias), 1

    def transpose_8192(self):
        a = torch.randn(8192, 8192)
        return lambda: a.T.contiguous(), 1

    def index_select_rows(self):
        a, rows = torch.randn(1_000_000, 64), torch.randint(1_000_000, (4_000_000,))
        return lambda: a[rows], 1

    def index_add_rows(self):
        a, source = torch.zeros(1_000_000, 64), torch.randn(4_000_000, 64)
        rows = torch.randint(1_000_000, (4_000_000,))
        return lambda: a.index_add_(0, rows, source), 1

    def matmul_f16_8192(self):
        return self._matmul(torch.float16)

    def matmul_bf16_8192(self):
        return self._matmul(torch.bfloat16)

    def _matmul(self, dtype):
        a, b = torch.randn(8192, 8192).to(dtype), torch.randn(8192, 8192).to(dtype)
        return lambda: a @ b, 1

    def add_8(self):
        a, b = torch.randn(8), torch.randn(8)
        return lambda: [a + b for _ in range(1000)], 1000

    def add_8_host(self):
        return self.add_8()

    def captured_add_8(self):
        x = torch.zeros(8)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            for _ in range(1000):
                x += 1
        return graph.replay, 1000

    def mlp_step(self):
        weights, x, labels = mlp()
        return lambda: train(weights, x, labels), 1


def measure(call, waits):
    """Seconds of a call, of as many as fill a round."""
    calls = 1
    while True:
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(calls):
            call()
        if waits:
            torch.cuda.synchronize()
        seconds = time.perf_counter() - start
        if seconds >= ROUND_SECONDS or calls >= 100_000:
            return seconds / calls
        calls = max(calls + 1, min(calls * 10, int(calls * 1.2 * ROUND_SECONDS / max(seconds, 1e-6))))


def main():
    torch.set_default_device("cuda")
    torch.manual_seed(0)
    workloads = Workloads()
    everything = [name for name in vars(Workloads) if not name.startswith("_")]
    for name in sys.argv[1:] or everything:
        call, operations = getattr(workloads, name)()
        waits = not name.endswith("_host")
        times = sorted([measure(call, waits) for _ in range(ROUNDS + 1)][1:])
        print(json.dumps({"name": name, "seconds": times[ROUNDS // 2] / operations}), flush=True)
        del call
        torch.cuda.empty_cache()


main()
