"""Writes torch_values.txt: what PyTorch computes in float64 for expressions that are Python and TDSL at once.

Run with PyTorch 2:  python make_torch_values.py > torch_values.txt
"""

import torch
import torch.nn.functional as functional

torch.set_default_dtype(torch.float64)


def u(low, high, *shape):
    """Values spread over [low, high] in no simple order: multiples of the golden ratio modulo 1."""
    count = torch.Size(shape).numel()
    fractions = torch.tensor([(i + 1) * 0.6180339887498949 % 1 for i in range(count)])
    return (low + (high - low) * fractions).reshape(shape)


def i(values):
    return torch.tensor(values, dtype=torch.int64)


NAMES = {**vars(functional), "u": u, "i": i, "none": None, "true": True, "false": False, "inf": float("inf")}
NAMES |= {"im2col": functional.unfold, "feature_dropout": torch.feature_dropout, "sign": torch.sign}

CONVOLUTIONS = """
conv1d(u(-2, 2, 2, 3, 8), u(-1, 1, 4, 3, 3), u(-1, 1, 4))
conv1d(u(-2, 2, 3, 8), u(-1, 1, 4, 3, 3), none, stride=2, padding=1)
conv1d(u(-2, 2, 2, 4, 9), u(-1, 1, 6, 2, 4), u(-1, 1, 6), dilation=2, groups=2, padding="same")
conv1d(u(-2, 2, 2, 3, 8), u(-1, 1, 4, 3, 3), none, padding="valid", stride=3)
conv2d(u(-2, 2, 2, 3, 6, 7), u(-1, 1, 4, 3, 3, 2), u(-1, 1, 4), stride=[2, 1], padding=[1, 2], dilation=[1, 2])
conv2d(u(-2, 2, 3, 6, 7), u(-1, 1, 4, 3, 2, 3), u(-1, 1, 4), padding="same")
conv2d(u(-2, 2, 2, 4, 5, 5), u(-1, 1, 8, 1, 3, 3), u(-1, 1, 8), groups=4, stride=2, padding=2)
conv2d(u(-2, 2, 2, 4, 5, 5), u(-1, 1, 6, 4, 1, 1), u(-1, 1, 6))
conv2d(u(-2, 2, 2, 4, 5, 5), u(-1, 1, 6, 4, 1, 1), none, stride=2)
conv3d(u(-2, 2, 2, 2, 4, 3, 5), u(-1, 1, 3, 2, 2, 3, 2), u(-1, 1, 3), stride=[2, 1, 1], padding=[0, 1, 1])
conv3d(u(-2, 2, 2, 4, 3, 5), u(-1, 1, 3, 2, 2, 3, 2), none, padding="same")
conv_transpose1d(u(-2, 2, 2, 4, 5), u(-1, 1, 4, 3, 3), u(-1, 1, 3), stride=2, padding=1, output_padding=1)
conv_transpose1d(u(-2, 2, 4, 5), u(-1, 1, 4, 3, 3), none, dilation=3, output_padding=2)
conv_transpose2d(u(-2, 2, 2, 4, 3, 4), u(-1, 1, 4, 3, 3, 2), u(-1, 1, 6), stride=[2, 3], groups=2, dilation=[1, 2])
conv_transpose2d(u(-2, 2, 4, 3, 4), u(-1, 1, 4, 3, 3, 3), none, padding=1)
conv_transpose3d(u(-2, 2, 1, 2, 2, 3, 2), u(-1, 1, 2, 2, 2, 2, 3), u(-1, 1, 2), stride=2, output_padding=[1, 0, 1])
pad(u(-2, 2, 2, 3, 4), [1, 2])
pad(u(-2, 2, 2, 3, 4), [1, -2, -1, 3], "constant", 0.5)
pad(u(-2, 2, 2, 3, 4), [3, 2], mode="reflect")
pad(u(-2, 2, 2, 2, 3, 4), [3, 2, 1, 2], mode="reflect")
pad(u(-2, 2, 2, 2, 3, 4), [3, 5, 4, -1], mode="replicate")
pad(u(-2, 2, 2, 2, 3, 4), [4, 2, 1, 3], mode="circular")
"""

NORMALIZATIONS = """
layer_norm(u(-2, 2, 3, 4, 5), [5], u(0.5, 2, 5), u(-1, 1, 5))
layer_norm(u(-2, 2, 3, 4, 5), [4, 5], none, none, 0.01)
layer_norm(u(9, 9.5, 3, 40), [40])
rms_norm(u(-2, 2, 3, 4, 5), [4, 5], u(0.5, 2, 4, 5), 0.1)
rms_norm(u(-2, 2, 3, 4), [4])
batch_norm(u(-2, 2, 4, 3, 5), u(-1, 1, 3), u(0.5, 2, 3), u(0.5, 2, 3), u(-1, 1, 3))
batch_norm(u(-2, 2, 4, 3, 5), none, none, training=true, eps=0.01)
instance_norm(u(-2, 2, 2, 3, 4), none, none, u(0.5, 2, 3), u(-1, 1, 3))
instance_norm(u(-2, 2, 2, 3, 4), u(-1, 1, 3), u(0.5, 2, 3), use_input_stats=false)
group_norm(u(-2, 2, 2, 6, 4), 3, u(0.5, 2, 6), u(-1, 1, 6), 0.1)
group_norm(u(-2, 2, 4, 6), 2)
local_response_norm(u(-2, 2, 2, 6, 4), 4, alpha=0.5, k=2.0)
local_response_norm(u(-2, 2, 2, 6, 2, 2), 3)
normalize(u(-2, 2, 3, 4))
normalize(u(-2, 2, 3, 4), p=1.0, dim=0)
softmax(u(-9, 9, 3, 4), 1)
softmax(u(-9, 9, 3, 4, 20), 1)
softmax(u(-9, 9, 2, 33), -1) + softmin(u(-9, 9, 2, 33), -1)
log_softmax(u(-99, 99, 3, 4, 5), 0)
log_softmax(u(-99, 99, 3, 70), 1)
"""

LOSSES = """
cross_entropy(u(-2, 2, 3, 4), i([1, 0, 3]))
cross_entropy(u(-2, 2, 4), i(2))
cross_entropy(u(-2, 2, 2, 4, 3), i([[1, 0, 2], [2, -100, 1]]), reduction="none")
cross_entropy(u(-2, 2, 2, 4, 3), i([[1, 0, 2], [2, -1, 1]]), u(0.5, 2, 4), ignore_index=-1, label_smoothing=0.3)
cross_entropy(u(-2, 2, 3, 4), i([1, 0, 3]), u(0.5, 2, 4), reduction="sum", label_smoothing=0.1)
cross_entropy(u(-2, 2, 3, 4), i([1, 0, 3]), label_smoothing=1.0)
cross_entropy(u(-2, 2, 2, 4, 3), u(0, 1, 2, 4, 3), u(0.5, 2, 4), label_smoothing=0.2)
cross_entropy(u(-2, 2, 3, 4), u(0, 1, 3, 4), reduction="none")
cross_entropy(u(-2, 2, 4), u(0, 1, 4))
nll_loss(u(-2, 2, 3, 4), i([1, 0, 3]), u(0.5, 2, 4))
nll_loss(u(-2, 2, 2, 4, 3), i([[1, 0, 2], [2, 3, 1]]), u(0.5, 2, 4), ignore_index=2, reduction="none")
binary_cross_entropy(u(0, 1, 3, 4), u(0, 1, 3, 4), u(0.5, 2, 4))
binary_cross_entropy(u(0, 1, 4).round(), u(0, 1, 4), reduction="none")
binary_cross_entropy_with_logits(u(-9, 9, 3, 4), u(0, 1, 3, 4), u(0.5, 2, 4), pos_weight=u(0.5, 3, 4))
binary_cross_entropy_with_logits(u(-900, 900, 3, 4), u(0, 1, 3, 4), reduction="none")
mse_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4))
l1_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), reduction="sum")
smooth_l1_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), reduction="none", beta=0.5)
smooth_l1_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), beta=0.0)
huber_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), reduction="none", delta=0.5)
kl_div(u(-2, 0, 3, 4), u(0, 1, 3, 4), reduction="batchmean")
kl_div(u(-2, 0, 3, 4), u(-2, 0, 3, 4), reduction="none", log_target=true)
kl_div(u(-2, 0, 4), u(0, 1, 4).round(), reduction="sum")
poisson_nll_loss(u(-2, 2, 3, 4), u(0, 5, 3, 4), full=true, reduction="none")
poisson_nll_loss(u(0, 2, 3, 4), u(0, 5, 3, 4), log_input=false)
gaussian_nll_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), u(0, 2, 3, 4), full=true)
gaussian_nll_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), u(0, 2, 3), eps=0.5, reduction="none")
hinge_embedding_loss(u(-2, 2, 3, 4), u(-1, 1, 3, 4).sign(), margin=0.5, reduction="none")
margin_ranking_loss(u(-2, 2, 5), u(-1, 2, 5), u(-1, 1, 5).sign(), margin=0.5, reduction="none")
soft_margin_loss(u(-2, 2, 5), u(-1, 1, 5).sign())
triplet_margin_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), u(-2, 1, 3, 4), margin=3.0, reduction="none")
triplet_margin_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), u(-2, 1, 3, 4), p=1.0, swap=true)
cosine_embedding_loss(u(-2, 2, 3, 4), u(-1, 2, 3, 4), u(-1, 1, 3).sign(), margin=-0.5, reduction="none")
cosine_similarity(u(-2, 2, 3, 4), u(-1, 2, 3, 4))
cosine_similarity(u(-2, 2, 3, 4), u(-1, 2, 1, 4), dim=-1)
pairwise_distance(u(-2, 2, 3, 4), u(-1, 2, 3, 4), p=1.0, keepdim=true)
pairwise_distance(u(-2, 2, 4), u(-1, 2, 4))
one_hot(i([[0, 2], [1, 0]]))
one_hot(i([0, 2, 1]), 5)
embedding(i([[0, 2], [1, 0]]), u(-1, 1, 3, 4), padding_idx=0)
embedding_bag(i([[0, 2], [1, 0]]), u(-1, 1, 3, 4))
embedding_bag(i([[0, 2], [1, 0]]), u(-1, 1, 3, 4), mode="max", padding_idx=0)
embedding_bag(i([0, 2, 1, 0, 2]), u(-1, 1, 3, 4), i([0, 2, 2]), mode="sum", per_sample_weights=u(0.5, 2, 5))
embedding_bag(i([0, 2, 1, 0, 2]), u(-1, 1, 3, 4), i([0, 2, 2]), mode="max")
"""


def record(section, lines):
    print(f"# {section}")
    for line in lines.strip().splitlines():
        value = eval(line, dict(NAMES))
        print(line)
        print("=", list(value.shape), *(f"{float(x):.12g}" for x in value.flatten()))


print(f"# Values of PyTorch {torch.__version__}, made by make_torch_values.py: an expression, then its shape and elements.")
record("convolutions and padding", CONVOLUTIONS)
record("normalisations", NORMALIZATIONS)
record("losses", LOSSES)
