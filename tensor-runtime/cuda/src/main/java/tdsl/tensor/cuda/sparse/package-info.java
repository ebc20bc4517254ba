/// Sparse convolution on GPUs; `kernels/sparse/NOTES.md` tells how the kernels work and what was measured.
///
/// Places become keys in Z-order ({@link tdsl.tensor.cuda.sparse.PlaceKeys}) and are sorted and indexed
/// ({@link tdsl.tensor.cuda.sparse.SortedPlaces}); from these comes the table of the rows that each kernel offset
/// connects ({@link tdsl.tensor.cuda.sparse.NeighbourTable}), which is what a kernel map holds
/// ({@link tdsl.tensor.cuda.sparse.TableMap}) and what convolution, its gradients and pooling read.
package tdsl.tensor.cuda.sparse;
