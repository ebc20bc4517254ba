#include "weight_gradient.cuh"

WEIGHT_GRADIENT_KERNELS(f16, F16)
