// Whether any or all elements over axes are not 0; floating tensors are compared with 0 first.
#include "folds.cuh"
#include "reduce.cuh"

#define TRUTH(T) REDUCTION(any, T, TruthFold<T, true>) REDUCTION(all, T, TruthFold<T, false>)
TRUTH(u8) TRUTH(i16) TRUTH(i32) TRUTH(i64)
