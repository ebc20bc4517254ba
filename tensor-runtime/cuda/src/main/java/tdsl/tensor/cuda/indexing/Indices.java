package tdsl.tensor.cuda.indexing;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.ops.operand.IndexOperands;

/// An index tensor as kernels take it, in i32 or i64, and the size of the axis that it is for.
record Indices(Tensor tensor, long size) {
    static Indices of(String op, Tensor index, long size) {
        IndexOperands.requireIntegers(op, index);
        boolean isTaken = index.dtype() == DType.INT32 || index.dtype() == DType.INT64;
        return new Indices(isTaken ? index : index.to(DType.INT64), size);
    }

    Indices contiguous() {
        return new Indices(tensor.contiguous(), size);
    }

    Launch putInto(Launch launch) {
        return launch.tensor(tensor)
                .int64(tensor.dtype() == DType.INT64 ? 1 : 0)
                .int64(size);
    }
}
