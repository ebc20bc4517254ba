// targets: compute_80 sm_90a
#include "convolution.cuh"

CONVOLUTION_KERNELS(bf16, BF16)
