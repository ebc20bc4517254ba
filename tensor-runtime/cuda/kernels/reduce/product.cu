// Products over axes.
#include "folds.cuh"
#include "reduce.cuh"

#define PRODUCT(T) REDUCTION(prod, T, ProductFold<T>)
FOR_ALL(PRODUCT)
