"""Writes torch_values.txt: what PyTorch computes in float64 for expressions that are Python and TDSL at once.

Run with PyTorch 2:  python make_torch_values.py > torch_values.txt
"""

import re

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
NAMES |= {"channel_shuffle": torch.channel_shuffle, "im2col": functional.unfold}

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

POOLING = """
max_pool1d(u(-2, 2, 2, 3, 9), 3)
max_pool2d(u(-2, 2, 2, 3, 7, 6), [3, 2], stride=[2, 1], padding=1, dilation=[1, 2])
max_pool2d(u(-2, 2, 3, 7, 6), 3, stride=2, padding=1, ceil_mode=true)
max_pool3d(u(-2, 2, 1, 2, 5, 4, 6), 2, padding=1)
max_pool2d_with_indices(u(-2, 2, 2, 3, 7, 6), 3, padding=1)[1]
max_pool1d_with_indices(u(-2, 2, 3, 9), 2, stride=3, ceil_mode=true)[1]
avg_pool1d(u(-2, 2, 2, 3, 9), 3, stride=2, padding=1)
avg_pool2d(u(-2, 2, 2, 3, 7, 6), 3, stride=2, padding=1, ceil_mode=true)
avg_pool2d(u(-2, 2, 2, 3, 7, 6), [3, 2], stride=2, padding=1, ceil_mode=true, count_include_pad=false)
avg_pool2d(u(-2, 2, 3, 7, 6), 3, divisor_override=5)
avg_pool3d(u(-2, 2, 1, 2, 5, 4, 6), 2, stride=2, padding=1, count_include_pad=false)
lp_pool1d(u(0, 2, 2, 3, 8), 3.0, 2)
lp_pool2d(u(0, 2, 2, 3, 7, 6), 2.0, 3, stride=2, ceil_mode=true)
adaptive_avg_pool1d(u(-2, 2, 2, 3, 9), 4)
adaptive_avg_pool2d(u(-2, 2, 2, 3, 7, 6), [3, none])
adaptive_avg_pool2d(u(-2, 2, 3, 2, 3), 5)
adaptive_avg_pool3d(u(-2, 2, 1, 2, 5, 4, 6), [2, 3, 1])
adaptive_max_pool1d(u(-2, 2, 2, 3, 9), 4)
adaptive_max_pool2d(u(-2, 2, 2, 3, 7, 6), [3, none])
adaptive_max_pool2d_with_indices(u(-2, 2, 2, 3, 7, 6), 3)[1]
adaptive_max_pool3d(u(-2, 2, 1, 2, 5, 4, 6), 2)
"""

IMAGES = """
interpolate(u(-2, 2, 2, 3, 5), scale_factor=1.7)
interpolate(u(-2, 2, 2, 3, 5, 4), size=[3, 9])
interpolate(u(-2, 2, 2, 3, 5, 4), size=[3, 9], mode="nearest-exact")
interpolate(u(-2, 2, 2, 3, 5), size=8, mode="linear")
interpolate(u(-2, 2, 2, 3, 5), size=8, mode="linear", align_corners=true)
interpolate(u(-2, 2, 2, 3, 5, 4), scale_factor=[1.7, 0.6], mode="bilinear")
interpolate(u(-2, 2, 2, 3, 5, 4), scale_factor=1.3, mode="bilinear", recompute_scale_factor=true)
interpolate(u(-2, 2, 2, 3, 5, 4), size=[9, 1], mode="bilinear", align_corners=true)
interpolate(u(-2, 2, 2, 3, 5, 4), size=[9, 3], mode="bicubic")
interpolate(u(-2, 2, 2, 3, 5, 4), scale_factor=1.9, mode="bicubic", align_corners=true)
interpolate(u(-2, 2, 1, 2, 3, 4, 2), size=[5, 3, 4], mode="trilinear")
interpolate(u(-2, 2, 2, 3, 5, 4), size=[3, 2], mode="area")
pixel_shuffle(u(-2, 2, 2, 8, 3, 2), 2)
pixel_unshuffle(u(-2, 2, 3, 4, 6), 2)
channel_shuffle(u(-2, 2, 2, 6, 2, 2), 3)
im2col(u(-2, 2, 2, 3, 5, 4), [2, 3], dilation=[2, 1], padding=[1, 0], stride=[1, 2])
im2col(u(-2, 2, 3, 5, 4), 2)
fold(u(-2, 2, 2, 12, 12), [5, 4], [2, 2])
fold(u(-2, 2, 18, 16), [5, 4], [2, 3], padding=[0, 1])
grid_sample(u(-2, 2, 2, 3, 4, 5), u(-1.5, 1.5, 2, 3, 2, 2), align_corners=false)
grid_sample(u(-2, 2, 2, 3, 4, 5), u(-1.5, 1.5, 2, 3, 2, 2), padding_mode="border", align_corners=true)
grid_sample(u(-2, 2, 2, 3, 4, 5), u(-5, 5, 2, 3, 2, 2), padding_mode="reflection", align_corners=false)
grid_sample(u(-2, 2, 2, 3, 4, 5), u(-5, 5, 2, 3, 2, 2), padding_mode="reflection", align_corners=true)
grid_sample(u(-2, 2, 2, 3, 4, 5), u(-1.5, 1.5, 2, 3, 2, 2), mode="nearest", align_corners=false)
"""

ATTENTION = """
scaled_dot_product_attention(u(-2, 2, 2, 3, 4, 8), u(-1, 2, 2, 3, 6, 8), u(-2, 1, 2, 3, 6, 5))
scaled_dot_product_attention(u(-2, 2, 4, 8), u(-1, 2, 6, 8), u(-2, 1, 6, 5), is_causal=true)
scaled_dot_product_attention(u(-2, 2, 3, 4, 8), u(-1, 2, 3, 6, 8), u(-2, 1, 3, 6, 5), u(-1, 1, 4, 6), scale=0.5)
scaled_dot_product_attention(u(-2, 2, 3, 4, 8), u(-1, 2, 3, 6, 8), u(-2, 1, 3, 6, 5), attn_mask=u(-2, 1, 4, 6) > 0)
scaled_dot_product_attention(u(-2, 2, 1, 4, 3, 2), u(-1, 2, 1, 2, 5, 2), u(-2, 1, 1, 2, 5, 2), enable_gqa=true)
scaled_dot_product_attention(u(-2, 2, 2, 70, 2), u(-1, 2, 2, 300, 2), u(-2, 1, 2, 300, 1)).sum(1)
scaled_dot_product_attention(u(-2, 2, 2, 300, 2), u(-1, 2, 2, 300, 2), u(-2, 1, 2, 300, 1), is_causal=true).sum(1)
"""

LAYERS = """
filled(nn.Conv2d(2, 4, 3, stride=2, padding=1, groups=2))(u(-2, 2, 2, 2, 5, 4))
filled(nn.Conv1d(2, 4, 4, padding="same", padding_mode="circular"))(u(-2, 2, 2, 2, 6))
filled(nn.Conv2d(2, 3, [3, 2], padding=[2, 1], padding_mode="reflect", bias=false))(u(-2, 2, 2, 2, 5, 4))
filled(nn.ConvTranspose2d(2, 4, 3, stride=2, output_padding=1))(u(-2, 2, 2, 2, 3, 4))
filled(nn.BatchNorm2d(3))(u(-2, 2, 2, 3, 2, 2))
filled(nn.InstanceNorm1d(3, affine=true))(u(-2, 2, 3, 5))
filled(nn.GroupNorm(2, 4))(u(-2, 2, 2, 4, 3))
filled(nn.LayerNorm([3, 4]))(u(-2, 2, 2, 3, 4))
filled(nn.RMSNorm(4, eps=0.1))(u(-2, 2, 2, 3, 4))
filled(nn.Embedding(3, 4))(i([[0, 2], [1, 1]]))
nn.Sequential(nn.MaxPool2d(2), nn.AdaptiveAvgPool2d([none, 1]), nn.Flatten())(u(-2, 2, 2, 3, 4, 6))
nn.Upsample(scale_factor=2.0, mode="bilinear")(u(-2, 2, 1, 2, 3, 2))
filled(nn.RNN(3, 4, nonlinearity="relu"))(u(-2, 2, 5, 2, 3))[0]
filled(nn.RNN(3, 4, bias=false))(u(-2, 2, 5, 3))[1]
filled(nn.GRU(3, 4, 2, batch_first=true, bidirectional=true))(u(-2, 2, 2, 5, 3))[0]
filled(nn.GRU(3, 4))(u(-2, 2, 5, 2, 3), u(-1, 1, 1, 2, 4))[1]
filled(nn.LSTM(3, 4, 2, bidirectional=true))(u(-2, 2, 5, 2, 3))[0]
filled(nn.LSTM(3, 4, 2))(u(-2, 2, 5, 2, 3), (u(-1, 1, 2, 2, 4), u(-2, 1, 2, 2, 4)))[1][1]
filled(nn.MultiheadAttention(6, 2))(u(-2, 2, 4, 2, 6), u(-1, 2, 5, 2, 6), u(-2, 1, 5, 2, 6))[0]
filled(nn.MultiheadAttention(6, 2))(u(-2, 2, 4, 2, 6), u(-1, 2, 5, 2, 6), u(-2, 1, 5, 2, 6), attn_mask=u(-1, 1, 4, 5))[1]
filled(nn.MultiheadAttention(6, 2, batch_first=true))(u(-2, 2, 2, 4, 6), u(-1, 2, 2, 5, 6), u(-2, 1, 2, 5, 6), key_padding_mask=u(-2, 1, 2, 5) > 0, need_weights=false)[0]
filled(nn.TransformerEncoderLayer(6, 2, 8, 0.0))(u(-2, 2, 4, 2, 6))
filled(nn.TransformerEncoderLayer(6, 2, 8, 0.0, norm_first=true, batch_first=true))(u(-2, 2, 2, 4, 6))
"""

OPTIMIZERS = """
descend(lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, nesterov=true))
descend(lambda p: optim.Adam(p, lr=0.1, weight_decay=0.1))
descend(lambda p: optim.AdamW(p, lr=0.1, weight_decay=0.1))
descend(lambda p: optim.RMSprop(p, lr=0.1))
descend(lambda p: optim.RMSprop(p, lr=0.1, momentum=0.5, centered=true, weight_decay=0.1))
descend(lambda p: optim.Adagrad(p, lr=0.5, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5))
rates(lambda o: optim.lr_scheduler.LambdaLR(o, lambda e: 1 / (1 + e)))
rates(lambda o: optim.lr_scheduler.StepLR(o, 3, gamma=0.5))
rates(lambda o: optim.lr_scheduler.MultiStepLR(o, [2, 5]))
rates(lambda o: optim.lr_scheduler.ExponentialLR(o, 0.9))
rates(lambda o: optim.lr_scheduler.LinearLR(o))
rates(lambda o: optim.lr_scheduler.CosineAnnealingLR(o, 8, eta_min=0.1))
rates(lambda o: optim.lr_scheduler.OneCycleLR(o, max_lr=2.0, total_steps=9))
clipped(lambda p: optim.clip_grad_norm_(p, 1.5))
clipped(lambda p: optim.clip_grad_norm_(p, 2.0, 1.0))
clipped(lambda p: optim.clip_grad_value_(p, 1.5))
"""


def filled(module):
    """The module with parameters that f32 holds exactly."""
    for parameter in module.parameters():
        parameter.data = (u(-1, 1, *parameter.shape) * 64).round() / 64
    return module


def descend(make):
    """Where five steps from (1, -2, 3) lead."""
    w = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
    optimizer = make([w])
    for _ in range(5):
        optimizer.zero_grad()
        ((w - 0.5) ** 2 * torch.tensor([1.0, 2.0, 3.0])).sum().backward()
        optimizer.step()
    return w.detach()


def rates(make):
    """The learning rates of eight epochs that begin with 1."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimizer)
    seen = []
    for _ in range(8):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return torch.tensor(seen)


def clipped(clip):
    """Gradients after clipping."""
    w = torch.zeros(3, requires_grad=True)
    w.grad = torch.tensor([1.0, -2.0, 3.0])
    clip([w])
    return w.grad


class Optim:
    clip_grad_norm_ = staticmethod(torch.nn.utils.clip_grad_norm_)
    clip_grad_value_ = staticmethod(torch.nn.utils.clip_grad_value_)

    def __getattr__(self, name):
        return getattr(torch.optim, name)


NAMES |= {"filled": filled, "descend": descend, "rates": rates, "clipped": clipped, "nn": torch.nn, "optim": Optim()}


def record(section, lines):
    print(f"# {section}")
    for line in lines.strip().splitlines():
        value = eval(line, dict(NAMES))
        print(re.sub(r"lambda (\w+):", r"fn(\1) =>", line))
        print("=", list(value.shape), *(f"{float(x):.12g}" for x in value.flatten()))


print(f"# Values of PyTorch {torch.__version__}, made by make_torch_values.py: an expression, then its shape and elements.")
record("convolutions and padding", CONVOLUTIONS)
record("normalisations", NORMALIZATIONS)
record("losses", LOSSES)
record("pooling", POOLING)
record("images", IMAGES)
record("attention", ATTENTION)
record("layers", LAYERS)
record("optimizers", OPTIMIZERS)
