/// Sparse convolution on GPUs; `kernels/sparse/NOTES.md` tells how the kernels work and what was measured.
///
/// Places become keys in Z-order ({@link tdsl.tensor.cuda.sparse.maps.PlaceKeys}) and are sorted and indexed
/// ({@link tdsl.tensor.cuda.sparse.maps.SortedPlaces}); from these comes the table of the rows that each kernel offset
/// connects ({@link tdsl.tensor.cuda.sparse.maps.NeighbourTable}), which is what a kernel map holds
/// ({@link tdsl.tensor.cuda.sparse.maps.TableMap}) and what convolution, its gradients and pooling read.
package tdsl.tensor.cuda.sparse;
