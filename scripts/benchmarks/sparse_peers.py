"""The peers of `scripts/bench sparse`, where they can be imported: PyTorch by gathered products, spconv-triton, FlexGEMM.

Arguments: a folder with lidar_voxels.npy, the device, the numbers of channels, and how many seconds to measure each
workload. Prints a line of JSON for each workload of sparse.tdsl that a peer has.
"""

import importlib.util
import json
import statistics
import sys
import time

import numpy
import torch

SHAPE = [80, 1600, 1600]


def main(folder, device, channels, seconds):
    voxels = torch.from_numpy(numpy.load(f"{folder}/lidar_voxels.npy")).to(device)
    for peer in (Gathered, SpconvTriton, FlexGemm):
        if peer.is_available(device):
            for count in channels:
                measure(peer(voxels, device, count), count, device, seconds)


def measure(peer, count, device, seconds):
    for workload in ("map", "forward", "map_and_forward", "step"):
        call = getattr(peer, workload, None)
        if call is not None:
            name = f"subm_{workload}" if workload == "map" else f"subm_c{count}_{workload}"
            print(json.dumps({"peer": peer.NAME, "name": name, "seconds": median_time(call, device, seconds)}), flush=True)


def median_time(call, device, seconds):
    def timed():
        begin = time.perf_counter()
        call()
        if device != "cpu":
            torch.cuda.synchronize()
        return time.perf_counter() - begin

    start = time.perf_counter()
    timed()
    while time.perf_counter() - start < seconds:
        timed()
    times = []
    while len(times) < 5 or time.perf_counter() - start < 2 * seconds:
        times.append(timed())
    return statistics.median(times)


class Gathered:
    """One product of gathered rows per kernel offset, added to the output rows."""

    NAME = "PyTorch"

    @staticmethod
    def is_available(device):
        return True

    def __init__(self, voxels, device, channels):
        self._voxels = voxels.long()
        dtype = torch.float32 if device == "cpu" else torch.float16
        self._features = torch.randn(len(voxels), channels, device=device, dtype=dtype)
        self._weight = (torch.randn(27, channels, channels, device=device) / 50).to(dtype)
        self._pairs = self.map()

    def map(self):
        keys = self._keys(self._voxels[:, 1:])
        ascending, order = keys.sort()
        pairs = []
        for offset in numpy.ndindex(3, 3, 3):
            place = self._voxels[:, 1:] + torch.tensor(offset, device=keys.device) - 1
            inside = ((place >= 0) & (place < torch.tensor(SHAPE, device=keys.device))).all(1)
            wanted = self._keys(place)
            position = torch.searchsorted(ascending, wanted).clamp(max=len(ascending) - 1)
            outputs = (inside & (ascending[position] == wanted)).nonzero()[:, 0]
            pairs.append((order[position[outputs]], outputs))
        return pairs

    @staticmethod
    def _keys(place):
        return (place[:, 0] * SHAPE[1] + place[:, 1]) * SHAPE[2] + place[:, 2]

    def _convolve(self, features, weight):
        out = torch.zeros_like(features)
        for offset, (inputs, outputs) in enumerate(self._pairs):
            out = out.index_add(0, outputs, features[inputs] @ weight[offset])
        return out

    def forward(self):
        with torch.no_grad():
            return self._convolve(self._features, self._weight)

    def step(self):
        features = self._features.requires_grad_()
        weight = self._weight.requires_grad_()
        return torch.autograd.grad(self._convolve(features, weight).sum(), (features, weight))


class SpconvTriton:
    NAME = "spconv-triton"

    @staticmethod
    def is_available(device):
        return device != "cpu" and importlib.util.find_spec("spconv_triton") is not None

    def __init__(self, voxels, device, channels):
        import spconv_triton.pytorch as spconv

        self._spconv = spconv
        self._voxels = voxels
        self._layer = spconv.SubMConv3d(channels, channels, 3, bias=False, indice_key="k").to(device).half()
        self._features = torch.randn(len(voxels), channels, device=device, dtype=torch.float16)
        self._placed = self._layer(self._input())

    def _input(self):
        return self._spconv.SparseConvTensor(self._features, self._voxels, SHAPE, 1)

    def forward(self):
        with torch.no_grad():
            return self._layer(self._placed.replace_feature(self._features))

    def map_and_forward(self):
        with torch.no_grad():
            return self._layer(self._input())

    def step(self):
        features = self._features.detach().requires_grad_()
        out = self._layer(self._placed.replace_feature(features)).features
        return torch.autograd.grad(out.sum(), (features, self._layer.weight))


class FlexGemm:
    NAME = "FlexGEMM"

    @staticmethod
    def is_available(device):
        return device != "cpu" and importlib.util.find_spec("flex_gemm") is not None

    def __init__(self, voxels, device, channels):
        from flex_gemm.ops.spconv import sparse_submanifold_conv3d

        self._convolve = sparse_submanifold_conv3d
        self._voxels = voxels
        self._shape = torch.Size([1, channels, *SHAPE])
        self._features = torch.randn(len(voxels), channels, device=device, dtype=torch.float16)
        self._weight = (torch.randn(channels, 3, 3, 3, channels, device=device) / 50).half()
        self._cache = self._run(self._features, self._weight, None)[1]

    def _run(self, features, weight, cache):
        return self._convolve(features, self._voxels, self._shape, weight, None, cache)

    def forward(self):
        with torch.no_grad():
            return self._run(self._features, self._weight, self._cache)

    def map_and_forward(self):
        with torch.no_grad():
            return self._run(self._features, self._weight, None)

    def step(self):
        features = self._features.detach().requires_grad_()
        weight = self._weight.detach().requires_grad_()
        cache = self._run(features, weight, None)[1]
        self.step = lambda: torch.autograd.grad(self._run(features, weight, cache)[0].sum(), (features, weight))
        return self.step()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], [int(count) for count in sys.argv[3].split(",")], float(sys.argv[4]))
