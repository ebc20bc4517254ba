package tdsl.tensor.cuda.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.device.CudaDevice;
import tdsl.tensor.cuda.device.CudaDevices;
import tdsl.tensor.cuda.linalg.CublasLibrary.CublasException;
import tdsl.tensor.cuda.linalg.CublasLibrary.Matrix;
import tdsl.tensor.dispatch.MatmulPrecision;
import tdsl.tensor.error.DeviceException;

/// Products by cuBLAS. It sees matrices by columns, so that what is computed here by rows is `outᵀ = rightᵀ leftᵀ`
/// there.
final class Cublas {
    static final int DEFAULT_ALGORITHM = -1;
    private static final int COMPUTE_F32 = 68;
    private static final int COMPUTE_F64 = 70;
    private static final int COMPUTE_F32_BY_TF32 = 77;
    /// What NVIDIA recommends for the newest GPUs.
    private static final long WORKSPACE_BYTES = 32 << 20;

    private static final Optional<CublasLibrary> LIBRARY = CublasLibrary.find();
    /// By device, as long as it is open.
    private static final Map<CudaDevice, Session> SESSIONS = new WeakHashMap<>();

    /// cuBLAS on one device.
    private record Session(long handle, Tensor workspace) {}

    private Cublas() {}

    static boolean isAvailable() {
        return LIBRARY.isPresent();
    }

    private static synchronized Session session(CudaDevice device) {
        return SESSIONS.computeIfAbsent(device, _ -> {
            device.entered();
            Tensor workspace = Tensor.empty(device.device(), DType.UINT8, WORKSPACE_BYTES);
            long handle = LIBRARY.orElseThrow().create(device.stream(), workspace.address(), WORKSPACE_BYTES);
            return new Session(handle, workspace);
        });
    }

    /// @param out contiguous; all floating and of one dtype
    static void multiply(MatrixOperand left, MatrixOperand right, Tensor out, double alpha, double beta) {
        int axes = out.rank() - 2;
        Batch batch = Batch.of(
                Arrays.copyOf(out.shape(), axes),
                left.tensor().layout(),
                right.tensor().layout());
        DType dtype = out.dtype();
        CudaDevice device = CudaDevices.system().get(out.device());
        device.entered();
        long matrixBytes = out.size(axes) * out.size(axes + 1) * dtype.byteSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment factor = scalar(arena, dtype, alpha);
            MemorySegment share = scalar(arena, dtype, beta);
            Session session = session(device);
            for (long i = 0; i < batch.outer; i++) {
                LIBRARY.orElseThrow()
                        .multiply(
                                session.handle,
                                (int) out.size(axes + 1),
                                (int) out.size(axes),
                                (int) left.tensor().size(axes + 1),
                                factor,
                                share,
                                matrix(right, batch.right.position(i * batch.inner), batch.rightStride),
                                matrix(left, batch.left.position(i * batch.inner), batch.leftStride),
                                new Matrix(
                                        out.address() + i * batch.inner * matrixBytes,
                                        0,
                                        type(dtype),
                                        (int) out.size(axes + 1),
                                        out.size(axes) * out.size(axes + 1)),
                                Math.toIntExact(batch.inner),
                                computeType(dtype));
            }
        } catch (CublasException e) {
            throw new DeviceException("matmul: %s", e.getMessage());
        } finally {
            Reference.reachabilityFence(left);
            Reference.reachabilityFence(right);
            Reference.reachabilityFence(out);
        }
    }

    private static Matrix matrix(MatrixOperand operand, long first, long stride) {
        Tensor tensor = operand.tensor();
        long address = tensor.address() + first * tensor.dtype().byteSize();
        return new Matrix(address, operand.transposed() ? 1 : 0, type(tensor.dtype()), (int) operand.leading(), stride);
    }

    private static MemorySegment scalar(Arena arena, DType dtype, double value) {
        return dtype == DType.FLOAT64
                ? arena.allocateFrom(JAVA_DOUBLE, value)
                : arena.allocateFrom(JAVA_FLOAT, (float) value);
    }

    /// cublasComputeType_t
    private static int computeType(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> COMPUTE_F64;
            case FLOAT32 -> MatmulPrecision.current().allowsTf32() ? COMPUTE_F32_BY_TF32 : COMPUTE_F32;
            default -> COMPUTE_F32;
        };
    }

    /// cudaDataType
    private static int type(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> 0;
            case FLOAT64 -> 1;
            case FLOAT16 -> 2;
            case BFLOAT16 -> 14;
            default -> throw new IllegalArgumentException("no type of cuBLAS: " + dtype);
        };
    }

    /// The axes of a batch as `outer` calls for `inner` matrices each, which lie evenly.
    ///
    /// @param left       positions of the batch's matrices; likewise right
    /// @param leftStride from one matrix of a call to the next; likewise rightStride
    private record Batch(long outer, long inner, Layout left, Layout right, long leftStride, long rightStride) {
        static Batch of(long[] shape, Layout leftMatrices, Layout rightMatrices) {
            Layout left = Layout.strided(shape, Arrays.copyOf(leftMatrices.strides(), shape.length), 0);
            Layout right = Layout.strided(shape, Arrays.copyOf(rightMatrices.strides(), shape.length), 0);
            long inner = 1;
            long leftStride = 0;
            long rightStride = 0;
            int axis = shape.length - 1;
            for (; axis >= 0; axis--) {
                if (shape[axis] == 1) {
                    continue;
                }
                boolean isFirst = inner == 1;
                boolean continues =
                        left.stride(axis) == leftStride * inner && right.stride(axis) == rightStride * inner;
                if (!isFirst && !continues) {
                    break;
                }
                leftStride = isFirst ? left.stride(axis) : leftStride;
                rightStride = isFirst ? right.stride(axis) : rightStride;
                inner *= shape[axis];
            }
            long outer = 1;
            for (; axis >= 0; axis--) {
                outer *= shape[axis];
            }
            return new Batch(outer, inner, left, right, leftStride, rightStride);
        }
    }
}
