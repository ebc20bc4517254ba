package tdsl.tensor.cuda.sparse;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.sparse.maps.EntryMap;
import tdsl.tensor.cuda.sparse.maps.TableMap;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.KernelMap;

/// The ops `sparse_sum_pool` and `sparse_max_rows`.
final class SparsePools {
    private static final KernelFile FILE = new KernelFile("sparse/pool");
    private static final KernelFile BATCH_FILE = new KernelFile("sparse/batch_pool");
    private static final int THREADS = 256;
    private static final int LANES = 32;

    private SparsePools() {}

    static Tensor sum(Tensor features, KernelMap map) {
        return pool("sum_pool", "sparse_sum_pool", features, map, features.dtype(), false);
    }

    static Tensor rowsOfMaxima(Tensor features, KernelMap map) {
        return pool("max_rows", "sparse_max_pool", features, map, DType.INT64, true);
    }

    /// @param kind     of the kernels
    /// @param withNone whether they take what stands for no row
    private static Tensor pool(String kind, String op, Tensor features, KernelMap map, DType result, boolean withNone) {
        ConvolutionShape.checkRows(op, "features", features, "input", map.input());
        Tensor rows = features.contiguous();
        Tensor out = Tensor.empty(rows.device(), result, map.output().rows(), rows.size(1));
        if (out.elementCount() == 0) {
            return out;
        }
        long none = map.input().rows();
        int channels = (int) rows.size(1);
        if (map instanceof EntryMap entries) {
            String entry = withNone ? "sparse_batch_max_rows" : "sparse_batch_sum";
            Launch launch = BATCH_FILE
                    .kernel(entry, rows.dtype())
                    .on(rows.device())
                    .tensor(rows)
                    .tensor(entries.order())
                    .tensor(entries.starts())
                    .int32(channels);
            withNone(launch, withNone, none)
                    .tensor(out)
                    .launch(
                            new Dimensions((int) out.size(0), Math.ceilDiv(channels, LANES)),
                            new Dimensions(LANES, LANES));
            return out;
        }
        TableMap tableMap = SparseKernels.tableMap(op, map);
        Launch launch = FILE.kernel("sparse_" + kind, rows.dtype())
                .on(rows.device())
                .tensor(rows)
                .tensor(tableMap.table().table())
                .tensor(tableMap.table().order())
                .int32(tableMap.table().rows())
                .int32(tableMap.volume())
                .int32(channels)
                .int32(tableMap.isReversed() ? 1 : 0);
        withNone(launch, withNone, none).tensor(out).launch(Math.ceilDiv(out.elementCount(), (long) THREADS), THREADS);
        return out;
    }

    private static Launch withNone(Launch launch, boolean takes, long none) {
        return takes ? launch.int64(none) : launch;
    }
}
