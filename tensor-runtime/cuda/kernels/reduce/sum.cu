// Sums over axes.
#include "folds.cuh"
#include "reduce.cuh"

#define SUM(T) REDUCTION(sum, T, SumFold<T>)
FOR_ALL(SUM)
