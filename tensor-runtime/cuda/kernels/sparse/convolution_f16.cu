// targets: compute_80 sm_90a
#include "convolution.cuh"

CONVOLUTION_KERNELS(f16, F16)
