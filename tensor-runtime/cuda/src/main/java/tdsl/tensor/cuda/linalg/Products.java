package tdsl.tensor.cuda.linalg;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.device.CudaDevices;
import tdsl.tensor.cuda.launch.Kernel;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.launch.StridedAxes;
import tdsl.tensor.dispatch.MatmulPrecision;

/// `out = alpha left right + beta out` of matrices and batches of them: by cuBLAS where it is found, else by kernels of
/// this project.
public final class Products {
    private static final KernelFile PLAIN = new KernelFile("product/plain");
    private static final KernelFile HALF = new KernelFile("product/half");
    private static final KernelFile TF32 = new KernelFile("product/single_tf32");
    /// Blocks that keep a GPU busy, so that large tiles pay.
    private static final long ENOUGH_BLOCKS = 128;

    private static final int LARGE_TILE = 128;
    private static final int SMALL_TILE = 64;
    private static final int PLAIN_THREADS = 256;
    private static final int LARGE_HALF_THREADS = 256;
    private static final int SMALL_HALF_THREADS = 128;
    /// Bytes in the ring of tiles for each row of the left and column of the right: 4 stages of 32 elements.
    private static final int RING_BYTES_PER_LINE = 4 * 32 * 2;

    private static final int ALIGNMENT = 16;

    /// Products by instructions that GPUs of this compute capability have, and what its blocks take.
    private static final KernelFile HALF_SM90 = new KernelFile("product/half_sm90");

    private static final int SM90 = 90;
    private static final int SM90_ROWS = 128;
    private static final int SM90_COLUMNS = 256;
    private static final int SM90_THREADS = 384;
    private static final int SM90_RING_BYTES = 192 << 10;
    /// Fewer tiles leave half of the GPU idle.
    private static final long SM90_FEWEST_BLOCKS = 64;

    private final Tensor left;
    private final Tensor right;
    private final Tensor out;
    private final double alpha;
    private final double beta;
    private final long rows;
    private final long columns;
    private final long inner;
    private final long batch;

    private Products(Tensor left, Tensor right, Tensor out, double alpha, double beta) {
        this.left = left;
        this.right = right;
        this.out = out;
        this.alpha = alpha;
        this.beta = beta;
        this.rows = out.size(out.rank() - 2);
        this.columns = out.size(out.rank() - 1);
        this.inner = left.size(left.rank() - 1);
        this.batch = out.elementCount() / (rows * columns);
    }

    /// @param left `[..., n, k]`, any layout
    /// @param right `[..., k, m]` with the same leading axes, any layout
    /// @param out  `[..., n, m]`, contiguous and not empty; all of one dtype
    /// @param beta factor of what `out` holds; 0 if that is arbitrary. Of integers and bools alpha is 1 and beta 0.
    public static void run(Tensor left, Tensor right, Tensor out, double alpha, double beta) {
        Products product = new Products(left, right, out, alpha, beta);
        DType dtype = out.dtype();
        if (dtype.isFloating() && Cublas.isAvailable()) {
            Cublas.multiply(MatrixOperand.of(left), MatrixOperand.of(right), out, alpha, beta);
        } else if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
            product.half(MatrixOperand.of(left), MatrixOperand.of(right));
        } else {
            product.plain();
        }
    }

    private long tiles(int side) {
        return Math.ceilDiv(rows, side) * Math.ceilDiv(columns, side) * batch;
    }

    private void plain() {
        boolean isSingle = out.dtype() == DType.FLOAT32;
        if (isSingle && MatmulPrecision.current().allowsTf32()) {
            anyLayout(TF32.kernel("multiply_tf32"), LARGE_TILE);
        } else if (isSingle && tiles(LARGE_TILE) >= ENOUGH_BLOCKS) {
            anyLayout(PLAIN.kernel("multiply_large", DType.FLOAT32), LARGE_TILE);
        } else {
            anyLayout(PLAIN.kernel("multiply_small", out.dtype()), SMALL_TILE);
        }
    }

    private void anyLayout(Kernel kernel, int tile) {
        int rank = left.rank();
        Launch launch = begin(kernel, left, right);
        putShape(
                        launch,
                        left.layout().stride(rank - 2),
                        left.layout().stride(rank - 1),
                        right.layout().stride(rank - 2),
                        right.layout().stride(rank - 1),
                        left,
                        right)
                .launch(tiles(tile), PLAIN_THREADS);
    }

    private void half(MatrixOperand a, MatrixOperand b) {
        String layouts = (a.transposed() ? "t" : "n") + (b.transposed() ? "t" : "n");
        boolean alignsLeft = a.isAligned(ALIGNMENT);
        boolean alignsRight = b.isAligned(ALIGNMENT);
        long sm90Tiles = Math.ceilDiv(rows, SM90_ROWS) * Math.ceilDiv(columns, SM90_COLUMNS) * batch;
        boolean hasSm90 = CudaDevices.system().get(out.device()).capability() == SM90;
        if (hasSm90 && alignsLeft && alignsRight && sm90Tiles >= SM90_FEWEST_BLOCKS) {
            begin(HALF_SM90, "multiply_" + layouts, a, b)
                    .sharedBytes(SM90_RING_BYTES)
                    .launch(sm90Tiles, SM90_THREADS);
            return;
        }
        boolean isLarge = tiles(LARGE_TILE) >= ENOUGH_BLOCKS;
        int side = isLarge ? LARGE_TILE : SMALL_TILE;
        begin(HALF, (isLarge ? "multiply_large_" : "multiply_small_") + layouts, a, b)
                .int64((alignsLeft ? 1 : 0) + (alignsRight ? 2 : 0))
                .sharedBytes(2 * side * RING_BYTES_PER_LINE)
                .launch(tiles(side), isLarge ? LARGE_HALF_THREADS : SMALL_HALF_THREADS);
    }

    private Launch begin(KernelFile file, String entry, MatrixOperand a, MatrixOperand b) {
        return putShape(
                begin(file.kernel(entry, out.dtype()), a.tensor(), b.tensor()),
                a.transposed() ? 1 : a.leading(),
                a.transposed() ? a.leading() : 1,
                b.transposed() ? 1 : b.leading(),
                b.transposed() ? b.leading() : 1,
                a.tensor(),
                b.tensor());
    }

    private Launch begin(Kernel kernel, Tensor first, Tensor second) {
        return kernel.on(out.device())
                .tensor(first)
                .tensor(second)
                .tensor(out)
                .float64(alpha)
                .float64(beta);
    }

    private Launch putShape(
            Launch launch,
            long leftRow,
            long leftColumn,
            long rightRow,
            long rightColumn,
            Tensor first,
            Tensor second) {
        launch.int64(rows)
                .int64(columns)
                .int64(inner)
                .int64(batch)
                .int64(leftRow)
                .int64(leftColumn)
                .int64(rightRow)
                .int64(rightColumn);
        int axes = out.rank() - 2;
        return StridedAxes.of(
                        Arrays.copyOf(out.shape(), axes),
                        Arrays.copyOf(first.strides(), axes),
                        Arrays.copyOf(second.strides(), axes))
                .putInto(launch);
    }
}
