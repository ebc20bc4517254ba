"""Records what PyTorch 2.13, NumPy and SciPy return: python make_recorded_ops.py > recorded_ops.txt

One line per call, fields separated by tabs: the op, its arguments (`name=` before those passed by name), `=>`, and the
results. A field is a kind and its content: `int 3`, `f64[2,3] 1.0 2.0 …`.
"""

import math

import numpy as np
import scipy
import torch
import torch.nn.functional as F

DTYPES = {
    torch.float64: "f64", torch.float32: "f32", torch.float16: "f16", torch.bfloat16: "bf16", torch.int64: "i64",
    torch.int32: "i32", torch.int16: "i16", torch.int8: "i8", torch.uint8: "u8", torch.bool: "bool",
}  # fmt: skip
NAN, INF = math.nan, math.inf


def text(value):
    match value:
        case None:
            return "none"
        case torch.Tensor():
            shape = ",".join(map(str, value.shape))
            elements = [repr(float(v)) if value.dtype.is_floating_point else str(int(v)) for v in value.reshape(-1)]
            return " ".join([f"{DTYPES[value.dtype]}[{shape}]", *elements])
        case np.ndarray() | np.generic():
            return text(torch.as_tensor(np.array(value)))
        case bool():
            return f"bool {str(value).lower()}"
        case int():
            return f"int {value}"
        case float():
            return f"float {value!r}"
        case str():
            return f"string {value}"
        case torch.dtype():
            return f"dtype {DTYPES[value]}"
        case [torch.Tensor(), *_]:
            return "tensors " + " ; ".join(map(text, value))
        case list() | tuple():
            return " ".join(["ints", *map(str, value)])
    raise TypeError(value)


def record(op, *arguments, call=None, first=False, **named):
    """Prints one line. `call` computes the result if not PyTorch's function of the name; `first` takes the values of
    what PyTorch returns as values and indices."""
    copies = [a.clone() if isinstance(a, torch.Tensor) else a for a in arguments]
    function = call or getattr(torch, op, None) or getattr(torch.Tensor, op)
    result = function(*copies, **named)
    if first:
        result = result[0]
    results = list(result) if isinstance(result, (tuple, list)) else [result]
    fields = [op, *map(text, arguments), *(f"{k}={text(v)}" for k, v in named.items()), "=>", *map(text, results)]
    print("\t".join(fields))


def t(*values, dtype=torch.float64):
    return torch.tensor(list(values), dtype=dtype)


torch.manual_seed(1)
x = torch.randn(3, 5, dtype=torch.float64).round(decimals=2)
cube = torch.randn(2, 3, 4, dtype=torch.float64).round(decimals=2)
ties = torch.randint(0, 4, (3, 8)).double()
small = torch.randint(0, 4, (3, 8))
special = torch.tensor([[1.0, NAN, -0.0, INF], [-INF, 0.0, 2.0, 2.0], [NAN, NAN, 1.0, NAN]], dtype=torch.float64)
none = torch.full((2, 3), NAN, dtype=torch.float64)

# Sorting.
for v in (x, ties, special, small, small.int(), small.to(torch.uint8), small.bool(), cube.float(), t(3.0)[0], t()):
    for dim in (0, -1):
        for descending in (False, True):
            record("sort", v, dim=dim, descending=descending, stable=True)
            record("argsort", v, dim=dim, descending=descending, stable=True)
record("msort", x)
wide = torch.tensor([2**62, -(2**62), 7, -(2**63), 2**63 - 1, 7, 0, -1])
record("sort", wide, stable=True)
record("sort", wide, stable=True, descending=True)
close = torch.tensor([1.0, 1.0 + 2**-52, 1.0 - 2**-53, -1.0, 1e300, -1e300, 5e-324, 0.0], dtype=torch.float64)
record("sort", close, stable=True)
for v in (x, special[:2, :3], cube[0].float()):
    for largest in (True, False):
        record("topk", v, 2, dim=1, largest=largest)
        record("topk", v, 2, dim=0, largest=largest)
record("topk", t(4.0)[0], 1)
for v in (x, ties, special, small):
    for k in (1, 3):
        record("kthvalue", v, k, dim=0, first=True)
        record("kthvalue", v, k, first=True, keepdim=True)
    for op in ("median", "nanmedian"):
        record(op, v)
        record(op, v, dim=0, first=True)
        record(op, v, dim=-1, keepdim=True, first=True)
record("nanmedian", none, dim=1, first=True)
for v in (ties, small, small.int()):
    record("mode", v, first=True)
    record("mode", v, dim=0, keepdim=True, first=True)
    record("mode_indices", v, call=lambda v: torch.mode(v)[1])

# Searching.
edges = t(-1, 0, 0.5, 0.5, 2)
for right in (False, True):
    record("searchsorted", edges, special, right=right)
    record("searchsorted", edges, t(0.5)[0], right=right)
    record("searchsorted", ties.sort().values, ties, right=right)
    record("bucketize", special, edges, right=right)
record("searchsorted", edges, x, side="right")
record("searchsorted", torch.tensor([1, 3, 5]), torch.tensor([2.5, 3.0, 9.0]))
record("searchsorted", t(3, 1, 2), t(1.5, 3), sorter=torch.tensor([1, 2, 0]))
record("isin", small, torch.tensor([1, 3]))
record("isin", small, torch.tensor([1, 3]), invert=True)
record("isin", special, t(NAN, 0, INF))
record("isin", small, torch.tensor([], dtype=torch.int64))
record("argwhere", small)
record("argwhere", special)

# Counting.
counted = torch.tensor([2, 0, 3, 2, 2])
record("bincount", counted)
record("bincount", counted.int(), minlength=7)
record("bincount", counted, t(0.5, 1, 2, 4, 8))
record("bincount", counted, t(0.5, 1, 2, 4, 8, dtype=torch.float32), minlength=6)
for v in (x, x.float()):
    record("histc", v, bins=7)
    record("histc", v, bins=4, min=-1.0, max=1.5)
    record("histogram", v.reshape(-1), 5)
    record("histogram", v.reshape(-1), 5, density=True)
    record("histogram", v.reshape(-1), t(-2, -0.5, 0.25, 1).to(v.dtype), weight=v.reshape(-1).abs())
record("histc", torch.tensor([1.0, 1.0, 1.0]), bins=3)
record("histc", t(0, 1, 2, 3, 3, NAN, 5), bins=3, min=0.0, max=3.0)
for v in (ties, small, small.bool(), t(), t(5.0)[0], small.reshape(2, 3, 4)):
    record("unique", v)
    record("unique", v, return_inverse=True, return_counts=True)
    record("unique_consecutive", v, return_inverse=True, return_counts=True)
rows = torch.tensor([[1, 2, 1], [0, 2, 1], [1, 2, 1], [0, 2, 1], [1, 1, 9]])
record("unique", rows, dim=0, return_inverse=True, return_counts=True)
record("unique", rows, dim=1, return_inverse=True)
record("unique_consecutive", rows, dim=0, return_counts=True)
record("unique_all", ties, call=lambda v: [np.asarray(r).reshape(np.shape(r)) for r in np.unique_all(v.numpy())])
record("unique_counts", ties, call=lambda v: list(np.unique_counts(v.numpy())))
record("unique_inverse", ties, call=lambda v: list(np.unique_inverse(v.numpy())))

# Scans.
for v in (x, special, small, small.int(), small.bool(), cube.float(), t(3.0)[0], t()):
    for dim in (0, -1):
        record("cumsum", v, dim)
        record("cumprod", v, dim)
        record("cummax", v, dim, first=True)
        record("cummin", v, dim, first=True)
        if v.dtype.is_floating_point:
            record("logcumsumexp", v, dim)
record("cumsum", small, 1, dtype=torch.float32)
record("cumprod", x, 0, dtype=torch.float32)
record("cummax_indices", ties, 1, call=lambda v, d: torch.cummax(v, d)[1])
record("cummin_indices", special, 1, call=lambda v, d: torch.cummin(v, d)[1])
for v in (x, small, small.bool(), small.to(torch.uint8)):
    record("diff", v)
    record("diff", v, n=2, dim=0)
    record("diff", v, n=9)
record("diff", x, prepend=x[:, :2], append=x[:, :1])
for op in ("trapezoid", "cumulative_trapezoid"):
    record(op, x)
    record(op, x, dx=0.5, dim=0)
    record(op, x, t(0, 1, 3, 4, 8))
    record(op, x, t(0, 1, 3), dim=0)
    record(op, x, x.cumsum(1))
    record(op, small)
record("cumulative_sum", x, axis=1, include_initial=True, call=lambda v, axis, include_initial: np.cumulative_sum(v.numpy(), axis=axis, include_initial=include_initial))
record("cumulative_sum", t(1, 2, 3), call=lambda v: np.cumulative_sum(v.numpy()))
record("cumulative_prod", x, axis=0, include_initial=True, call=lambda v, axis, include_initial: np.cumulative_prod(v.numpy(), axis=axis, include_initial=include_initial))

# Reductions.
for v in (x, special, none):
    for named in ({}, {"dim": 0}, {"dim": -1, "keepdim": True}):
        record("nansum", v, **named)
        record("nanmean", v, **named)
        record("aminmax", v, **named)
for named in ({}, {"dim": 0}, {"dim": [0, 2]}, {"dim": [-1], "keepdim": True}, {"dim": [0], "correction": 0}):
    for op in ("var", "std", "var_mean", "std_mean"):
        record(op, cube, **named)
record("var", (torch.randn(200) + 30000.0))
record("var", t(1.0))
record("count_nonzero", special)
record("count_nonzero", cube, dim=[0, 1])
for p in (0, 0.5, 1, 2, 3, INF, -INF):
    for named in ({}, {"dim": 0}, {"dim": [0, 2], "keepdim": True}):
        record("norm", cube, float(p), **named, call=lambda v, p, dim=None, keepdim=False: torch.linalg.vector_norm(v, p, dim, keepdim))
record("prod", cube, dim=[0, 2], call=lambda v, dim: torch.prod(torch.prod(v, 2), 0))
record("prod", small)
record("prod", small, dim=1, keepdim=True, dtype=torch.float32)
for v in (x, special.where(special.isfinite() | special.isnan(), 9.0), none, t(3.0)[0], x.float()):
    for op in ("quantile", "nanquantile"):
        for how in ("linear", "lower", "higher", "midpoint", "nearest"):
            record(op, v, 0.3, interpolation=how)
            if v.dim():
                record(op, v, t(0, 0.125, 0.5, 1).to(v.dtype), dim=1, interpolation=how)
                record(op, v, 0.6, dim=0, keepdim=True, interpolation=how)
        record(op, v, t(0.25, 0.75).to(v.dtype), keepdim=True)

# Shape.
record("unflatten", cube, -1, [2, -1])
record("ravel", cube.transpose(0, 2))
for op in ("atleast_1d", "atleast_2d", "atleast_3d"):
    for v in (t(1.0)[0], t(1, 2), x, cube):
        record(op, v)
record("movedim", cube, [0, 1], [2, 0])
record("moveaxis", cube, -1, 0)
record("swapaxes", cube, 0, 2)
record("expand_dims", x, axis=1, call=lambda v, axis: np.expand_dims(v.numpy(), axis))
record("permute_dims", cube, [2, 0, 1], call=lambda v, axes: v.permute(axes).contiguous())
record("matrix_transpose", cube, call=lambda v: v.mT)
for k in (-1, 0, 1, 2, 3, 4):
    record("rot90", cube, k, [0, 2])
    record("rot90", x, k)
record("flipud", x)
record("fliplr", cube)
record("roll", cube, 5)
record("roll", cube, -1, 0)
record("roll", cube, [1, -2], [0, 2])
record("select", cube, 1, -1)
record("unfold", x, 1, 2, 2)
record("unfold", cube, 0, 2, 1)
record("as_strided", t(*range(12)), [2, 3, 2], [4, 1, 1], 2)
for op in ("hstack", "vstack", "dstack", "column_stack"):
    record(op, [t(1, 2), t(3, 4)])
    record(op, [x, x + 1])
record("vstack", [t(1, 2), torch.tensor([[1, 2], [3, 4]])])
record("hstack", [x, x[:, :1]])
record("column_stack", [t(1, 2, 3), x])
record("concat", [x, x[:1]])
record("concatenate", [x, x[:, :1]], 1)
for places in (1, 2, 3, 7, [1, 3], [2, 2], [-1], [1, 9]):
    record("tensor_split", x, places, 1)
record("hsplit", cube, 3)
record("hsplit", t(1, 2, 3, 4), 2)
record("vsplit", cube, [1])
record("dsplit", cube, 2)
record("repeat_interleave", x, 2)
record("repeat_interleave", x, 2, 1)
record("repeat_interleave", x, torch.tensor([2, 0, 3]), 0)
record("repeat_interleave", t(1, 2, 3), torch.tensor([0, 2, 1]))
record("broadcast_tensors", [t(1, 2), x[:, :1], t(3.0)[0]], call=lambda ts: torch.broadcast_tensors(*ts))
for how in ("ij", "xy"):
    record("meshgrid", [t(1, 2), t(3, 4, 5), t(6, 7)], indexing=how)
    record("meshgrid", [t(1, 2)], indexing=how)
record("cartesian_prod", [t(1, 2), t(3, 4, 5)], call=lambda ts: torch.cartesian_prod(*ts))
record("cartesian_prod", [t(1, 2)], call=lambda ts: torch.cartesian_prod(*ts))
for r in (1, 2, 3):
    record("combinations", t(4, 3, 2, 1), r)
    record("combinations", t(4, 3, 2), r, True)

# Indexing.
index = torch.tensor([[0, 2, 1, 0], [2, 2, 0, 1]])
target = torch.randn(3, 4, dtype=torch.float64).round(decimals=2)
source = torch.randn(2, 4, dtype=torch.float64).round(decimals=2)
record("gather", target, 0, index)
record("scatter", target, 0, index, source)
record("scatter", target, 0, index, value=2.5)
record("scatter_add", target, 0, index, source)
for reduce in ("sum", "prod", "mean", "amax", "amin"):
    for include in (True, False):
        record("scatter_reduce", target, 0, index, source, reduce, include_self=include)
        record("scatter_reduce", small, 1, small[:, :5], small[:, :6] + 1, reduce, include_self=include)
record("take_along_dim", target, torch.tensor([[1], [0], [3]]), 1)
record("take_along_dim", target, torch.tensor([11, 0]))

# Index writes.
places = torch.tensor([2, 0])
record("index_copy", target, 0, places, source)
record("index_fill", target, 1, places, -1.0)
record("index_add", target, 0, places, source, alpha=-0.5)
for reduce in ("prod", "mean", "amax", "amin"):
    for include in (True, False):
        record("index_reduce", target, 0, torch.tensor([1, 1]), source, reduce, include_self=include, call=torch.index_reduce)
record("take", target, torch.tensor([[0, 11], [5, 5]]))
record("put", target, places, t(7, 8))
record("put", target, torch.tensor([4, 4]), t(7, 8), True)
record("masked_scatter", target, target > 0, x.reshape(-1))
record("select_scatter", target, t(1, 2, 3), 1, -2)
record("slice_scatter", target, torch.zeros(3, 2, dtype=torch.float64), 1, 1, 4, 2)
record("slice_scatter", target, torch.zeros(2, 4, dtype=torch.float64), 0, -2)
record("diagonal_scatter", target, t(1, 2), -1)
record("nonzero", small)
record("nonzero", small, as_tuple=True)
record("nonzero", t(2.0)[0], as_tuple=True)
record("unravel_index", torch.tensor([[0, 7], [11, 5]]), [3, 4])

# New tensors.
record("logspace", -2, 1.5, 7, dtype=torch.float64)
record("logspace", 0, 4, 5, base=2.0)
record("geomspace", 1.0, 1000.0, 7, call=lambda *a: np.geomspace(*a).astype(np.float32))
record("geomspace", -8.0, -0.5, 5, dtype=torch.float64, call=lambda *a, dtype: np.geomspace(*a))
record("tri", 3, 5, 1, call=lambda *a: np.tri(*a, dtype=np.float32))
record("tri", 4, k=-1, call=lambda n, k: np.tri(n, k=k, dtype=np.float32))
record("new_ones", x, [2, 3])
record("new_full", x, [2], 3.5, dtype=torch.float32)

# Second signatures.
record("max", x, x.flip(0))
record("min", x, x[:1])
record("where", small > 1)

record("round", x, decimals=1)
record("round", x * 100, decimals=-2)
for op in ("std", "var"):
    record(op, cube, 1, False)
    record(op, cube, [0, 2], unbiased=True, keepdim=True)
record("softplus", x, 2.0, 1.5, call=F.softplus)
record("softplus", x, beta=0.5, call=F.softplus)
record("repeat_interleave", torch.tensor([2, 0, 3]))

# Special functions.
wild = t(-5.5, -3.2, -2, -1.5, -0.1, -0.0, 0, 1e-5, 0.1, 0.5, 1, 1.0001, 1.3, 1.5, 2, 2.3, 3, 7.7, 11.9, 12.1, 30, 1e5, 1e20, INF, NAN)
for op in ("lgamma", "digamma", "angle"):
    record(op, wild)
    record(op, wild.float())
    record(op, small)
unit = torch.arange(-40, 41, dtype=torch.float64) / 40
record("erfinv", unit)
record("erfinv", t(1e-9, 0.5, 0.999, 1 - 1e-9, 1 - 1e-15, 1.5, NAN))
for n in (0, 1, 2, 5):
    # PyTorch's trigamma has 10 digits.
    record("polygamma", n, wild[8:], call=lambda n, v: scipy.special.polygamma(n, v.numpy()))
record("polygamma", 1, t(-0.5, -3.25, -20.5, -100.25), call=lambda n, v: scipy.special.polygamma(n, v.numpy()))
record("mvlgamma", x.abs() + 2, 3)
record("zeta", t(1.5, 2, 3, 0.5, 1), t(0.7)[0], call=torch.special.zeta)
record("logit", unit.abs())
record("logit", unit.abs(), eps=0.1)
record("xlog1py", t(0, 0, 2, -1), t(-1, NAN, 0.5, -0.5), call=torch.special.xlog1py)
record("entr", t(-1, 0, 0.5, 2, NAN), call=torch.special.entr)
record("ndtr", wild, call=torch.special.ndtr)
record("float_power", small, 2)
for op in ("gcd", "lcm"):
    record(op, small * 3 - 4, small.flip(1) * 2)
    record(op, torch.tensor([12, 18]).to(torch.uint8), torch.tensor([-8, 27]).to(torch.int8))

# Vectors and windows.
record("vdot", t(1, 2, 3), t(4, -5, 6))
record("ger", t(1, 2), t(4, -5, 6))
record("dist", x, x.flip(0))
record("dist", x, x[:1], 1.0)
record("renorm", x, 2.0, 0, 1.5)
record("renorm", cube, 1.0, 1, 2.0)
record("vander", t(1, 2, 3))
record("vander", t(1, 2, 3), 2, True)
for n in (0, 1, 5, 6):
    for periodic in (True, False):
        for op in ("bartlett_window", "hann_window", "hamming_window", "blackman_window"):
            record(op, n, periodic)
record("fill_diagonal_", torch.zeros(2, 4), 3.0)
record("fill_diagonal_", torch.zeros(9, 3), 3.0, True)
record("fill_diagonal_", torch.zeros(3, 3, 3), 3.0)
record("scatter", target, 0, index, source, reduce="add")
record("scatter", target, 0, index, value=2.5, reduce="multiply")
record("searchsorted", torch.tensor([1, 3, 5]), torch.tensor([0, 3]), out_int32=True)
record("split_with_sizes", x, [2, 3], 1)
record("prod", x, dtype=torch.int32)
record("cumsum", x, 0, dtype=torch.uint8)
record("logsumexp", small.bool(), [0])
record("logsumexp", small.to(torch.uint8), [1], keepdim=True)
record("logsumexp", t(), [0])
record("unbind", torch.zeros(2, 0))
record("isclose", small.bool(), small.flip(0).bool())

# Losses, unpooling and images.
scores, classes = torch.randn(3, 4, dtype=torch.float64).round(decimals=2), torch.tensor([0, 3, 1])
record("multi_margin_loss", scores, classes, call=F.multi_margin_loss)
record("multi_margin_loss", scores, classes, p=2, margin=0.5, weight=t(1, 2, 0.5, 1), reduction="none", call=F.multi_margin_loss)
record("multi_margin_loss", scores[0], classes[2], call=F.multi_margin_loss)
labels = torch.tensor([[0, 2, -1, 1], [3, -1, 0, 1], [-1, 0, 0, 0]])
for reduction in ("mean", "none"):
    record("multilabel_margin_loss", scores, labels, reduction=reduction, call=F.multilabel_margin_loss)
    record("multilabel_soft_margin_loss", scores, labels.clamp(0, 1), reduction=reduction, call=F.multilabel_soft_margin_loss)
for op in ("mse_loss", "l1_loss"):
    record(op, scores, scores.flip(0), weight=scores.abs(), call=getattr(F, op))
logs = torch.randn(8, 2, 5, dtype=torch.float64).round(decimals=2).log_softmax(2)
sequences = torch.tensor([[1, 2, 2], [3, 1, 4]])
for reduction in ("mean", "sum", "none"):
    record("ctc_loss", logs, sequences, (8, 7), (3, 2), reduction=reduction, call=F.ctc_loss)
    record("ctc_loss", logs[:3], sequences, (3, 3), (3, 3), reduction=reduction, zero_infinity=True, call=F.ctc_loss)
record("ctc_loss", logs[:3], sequences, (3, 3), (3, 3), reduction="none", call=F.ctc_loss)
record("ctc_loss", logs, torch.tensor([1, 2, 2, 3, 1]), torch.tensor([8, 7]), torch.tensor([3, 2]), call=F.ctc_loss)
record("ctc_loss", logs, sequences, (6, 8), (0, 1), blank=4, reduction="none", call=lambda *a, **k: F.ctc_loss(*a, **k))
picture = torch.randn(1, 2, 5, 4, dtype=torch.float64).round(decimals=2)
pooled, where = F.max_pool2d(picture, 2, return_indices=True)
record("max_unpool2d", pooled, where, 2, call=F.max_unpool2d)
record("max_unpool2d", pooled, where, 2, output_size=[5, 4], call=F.max_unpool2d)
theta = torch.randn(1, 2, 3, dtype=torch.float64).round(decimals=2)
for corners in (False, True):
    record("affine_grid", theta, [1, 1, 3, 4], align_corners=corners, call=F.affine_grid)
    for padding in ("zeros", "border", "reflection"):
        named = {"padding_mode": padding, "align_corners": corners, "call": F.grid_sample}
        record("grid_sample", picture, F.affine_grid(theta, [1, 1, 3, 2], False), mode="bicubic", **named)
        record("grid_sample", picture.reshape(1, 2, 1, 5, 4), torch.randn(1, 1, 2, 3, 3, dtype=torch.float64), **named)
    for mode in ("bilinear", "bicubic"):
        named = {"mode": mode, "align_corners": corners, "antialias": True, "call": F.interpolate}
        record("interpolate", picture, size=[3, 6], **named)
record("rrelu", x, call=F.rrelu)
