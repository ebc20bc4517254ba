// Positions of the largest and smallest elements over axes; narrower integers come as i32.
#include "folds.cuh"
#include "reduce.cuh"

#define POSITION(T) REDUCTION(argmax, T, PositionFold<T, true>) REDUCTION(argmin, T, PositionFold<T, false>)
POSITION(i32) POSITION(i64)
FOR_FLOATING(POSITION)
