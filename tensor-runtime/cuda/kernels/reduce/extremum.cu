// Largest and smallest elements over axes.
#include "folds.cuh"
#include "reduce.cuh"

#define EXTREMUM(T) REDUCTION(amax, T, ExtremumFold<T, true>) REDUCTION(amin, T, ExtremumFold<T, false>)
FOR_ALL(EXTREMUM)
