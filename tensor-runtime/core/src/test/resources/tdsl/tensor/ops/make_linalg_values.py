"""Writes what PyTorch computes for the expressions of LinalgValuesTest, as `name: dtype shape: values`.

    python make_linalg_values.py > linalg-values.txt
"""

import torch


def uniform(low, high, *shape):
    """Samples.uniform: multiples of the golden ratio modulo 1."""
    count = torch.Size(shape).numel()
    fractions = torch.arange(1, count + 1, dtype=torch.float64) * 0.6180339887498949 % 1
    return (low + (high - low) * fractions).reshape(shape)


a = uniform(-1, 2, 3, 4)
b = uniform(-2, 1, 3, 4)
square = uniform(-1, 2, 3, 3) + 2 * torch.eye(3, dtype=torch.float64)
cube = uniform(-2, 2, 2, 3, 4)
tall = torch.cat([uniform(-1, 2, 5, 2), torch.linspace(0, 1, 5, dtype=torch.float64).square().unsqueeze(1)], 1)
inf = float("inf")
linalg = torch.linalg

values = {
    "norm": torch.norm(a),
    "norm p": torch.norm(a, 3, dim=1),
    "norm nuc": torch.norm(a, "nuc"),
    "norm fro": torch.norm(cube, "fro", dim=(0, 2), keepdim=True),
    **{f"vector_norm {p}": linalg.vector_norm(cube, p, dim=(0, 2)) for p in (0, 0.5, 1, 2, 3.5, inf, -inf, -1)},
    **{f"matrix_norm {p}": linalg.matrix_norm(cube, p) for p in ("fro", "nuc", 1, -1, 2, -2, inf, -inf)},
    "matrix_norm dim": linalg.matrix_norm(cube, 1, dim=(2, 0), keepdim=True),
    **{f"cond {p}": linalg.cond(square, p) for p in ("none", "fro", "nuc", 1, -1, 2, -2, inf, -inf) if p != "none"},
    "cond": linalg.cond(tall),
    "matrix_exp": torch.matrix_exp(square),
    "det": linalg.det(square),
    "logdet": torch.logdet(square @ square.T),
    "pinv": linalg.pinv(tall),
    "pinv atol": linalg.pinv(tall, atol=1.0),
    "pinv rtol": linalg.pinv(tall, rtol=0.3),
    "matrix_rank atol": linalg.matrix_rank(tall, atol=1.0),
    "matrix_rank rtol": linalg.matrix_rank(cube, rtol=0.5),
    "lstsq": linalg.lstsq(tall, uniform(-1, 2, 5, 2)).solution,
    "cov": torch.cov(a),
    "cov correction": torch.cov(a, correction=0),
    "cov fweights": torch.cov(a, fweights=torch.tensor([1, 2, 0, 3])),
    "cov aweights": torch.cov(a, aweights=uniform(0.5, 1.5, 4)),
    "cov both": torch.cov(a, fweights=torch.tensor([1, 2, 0, 3]), aweights=uniform(0.5, 1.5, 4)),
    "cov vector": torch.cov(a[0]),
    "corrcoef": torch.corrcoef(a),
    **{f"cdist {p}": torch.cdist(a, cube, p) for p in (0.0, 0.5, 1.0, 2.0, 3.0, inf)},
    "pdist": torch.pdist(a),
    "kron": torch.kron(a, uniform(1, 2, 2, 2)),
    "kron vector": torch.kron(a[0], uniform(1, 2, 2, 2)),
    "cross": linalg.cross(uniform(1, 2, 2, 3), uniform(-1, 2, 1, 3)),
    "vecdot": linalg.vecdot(cube, a[0]),
    "tensordot": torch.tensordot(cube, a, 2),
    "tensordot dims": torch.tensordot(cube, a, ([2, 1], [1, 0])),
    "inner": torch.inner(cube, a),
    "bilinear": torch.nn.functional.bilinear(a, b, uniform(-1, 1, 2, 4, 4), uniform(0, 1, 2)),
    "vander": linalg.vander(a[0], N=3),
    "block_diag": torch.block_diag(a, a[0], torch.tensor(7.0, dtype=torch.float64)),
    "diag_embed": torch.diag_embed(a, 1, 0, 2),
    "diagonal": torch.diagonal(cube, -1, 1, 2),
    "diagflat": torch.diagflat(a[:1], -2),
    "tril_indices": torch.tril_indices(3, 4, 1),
    "triu_indices": torch.triu_indices(4, 3, -1),
    "trace": torch.trace(a),
    "addbmm": torch.addbmm(a[:2, :2], cube.mT[:, :2], cube[:, :, :2], beta=0.5, alpha=-1),
    "addr": torch.addr(a, a[:, 0], a[0], beta=0.5, alpha=2),
    "tensorsolve": linalg.tensorsolve(square.reshape(3, 1, 3), a[:, :1]),
    "tensorinv": linalg.tensorinv(square.reshape(3, 3, 1), 1),
    "cholesky_solve": torch.cholesky_solve(a, linalg.cholesky(square @ square.T)),
}

for name, value in values.items():
    dtype = {torch.float64: "f64", torch.int64: "i64"}[value.dtype]
    shape = " ".join(str(size) for size in value.shape)
    print(f"{name}: {dtype} {shape}: {' '.join(repr(x) for x in value.reshape(-1).tolist())}")
