#include "weight_gradient.cuh"

WEIGHT_GRADIENT_KERNELS(bf16, BF16)
