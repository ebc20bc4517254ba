package tdsl.tensor.cuda.sparse;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.sparse.maps.PairLists;
import tdsl.tensor.cuda.sparse.maps.Scratch;
import tdsl.tensor.cuda.sparse.maps.TableMap;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.KernelMap;

/// The op `sparse_conv_wgrad`: on tensor cores for f16 and bf16, else without.
final class SparseWeightGradient {
    private static final KernelFile F16 = new KernelFile("sparse/weight_gradient_f16");
    private static final KernelFile BF16 = new KernelFile("sparse/weight_gradient_bf16");
    private static final KernelFile DIRECT = new KernelFile("sparse/direct_weight_gradient");
    private static final KernelFile SUM = new KernelFile("sparse/weight_gradient_sum");
    private static final int THREADS = 256;
    private static final int DIRECT_TILE = 64;
    private static final int MOST_SUM_BLOCKS = 64;

    private final Tensor features;
    private final Tensor gradient;
    private final TableMap map;
    private final ConvolutionShape shape;
    private final PairLists pairs;
    private final Device device;
    private final Tensor sums;

    private SparseWeightGradient(Tensor features, Tensor gradient, TableMap map, ConvolutionShape shape) {
        this.features = features.contiguous();
        this.gradient = gradient.contiguous();
        this.map = map;
        this.shape = shape;
        this.pairs = map.table().pairs();
        this.device = features.device();
        DType summed = features.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        this.sums =
                Scratch.vector(device, summed, (long) pairs.parts() * shape.outputChannels() * shape.inputsPerGroup());
    }

    static Tensor run(Tensor features, Tensor gradient, KernelMap map, long groups) {
        ConvolutionShape shape =
                ConvolutionShape.ofWeightGradient("sparse_conv_wgrad", features, gradient, map, groups);
        TableMap tableMap = SparseKernels.tableMap("sparse_conv_wgrad", map);
        Tensor out = Tensor.empty(features.device(), features.dtype(), shape.weightShape(map));
        if (out.elementCount() > 0) {
            new SparseWeightGradient(features, gradient, tableMap, shape).run(out);
        }
        return out;
    }

    private void run(Tensor out) {
        if (pairs.parts() > 0) {
            addUp();
        }
        int sizes = shape.outputChannels() * shape.inputsPerGroup();
        SUM.kernel("sparse_weight_gradient_sum", features.dtype())
                .on(device)
                .tensor(sums)
                .tensor(pairs.partStarts())
                .int32(map.volume())
                .int32(shape.outputChannels())
                .int32(shape.inputsPerGroup())
                .int32(map.isReversed() ? 1 : 0)
                .tensor(out)
                .launch(
                        new Dimensions(Math.min(MOST_SUM_BLOCKS, Math.ceilDiv(sizes, THREADS)), map.volume()),
                        new Dimensions(THREADS, 1));
    }

    /// Adds up each part by itself.
    private void addUp() {
        boolean isSmall = Variants.isSmall(shape);
        boolean hasTensorCores = Variants.hasTensorCores(features.dtype());
        if (isSmall && (shape.groups() > 1 || !hasTensorCores)) {
            int sizes = shape.outputChannels() * shape.inputsPerGroup();
            Launch launch = DIRECT.kernel("sparse_single_weight_gradient", features.dtype())
                    .on(device);
            addArguments(launch, false)
                    .launch(new Dimensions(pairs.parts(), Math.ceilDiv(sizes, THREADS)), new Dimensions(THREADS, 1));
        } else if (hasTensorCores) {
            addUpOnTensorCores();
        } else {
            Launch launch = DIRECT.kernel("sparse_tiled_weight_gradient", features.dtype())
                    .on(device);
            addArguments(launch, false).launch(grid(DIRECT_TILE), new Dimensions(THREADS, 1));
        }
    }

    private void addUpOnTensorCores() {
        KernelFile file = features.dtype() == DType.FLOAT16 ? F16 : BF16;
        int channels = Math.max(shape.inputsPerGroup(), shape.outputsPerGroup());
        String entry = "sparse_weight_gradient_"
                + (channels <= 32 ? "32" : channels <= 64 ? "64" : "128")
                + "_"
                + features.dtype().label();
        // The side of a tile, threads, bytes of the stages.
        int[] sizes = Variants.sizes(file, entry, device, 4);
        Launch launch = file.kernel(entry).on(device);
        addArguments(
                        launch,
                        Variants.isWide(features, shape.inputsPerGroup())
                                && Variants.isWide(gradient, shape.outputsPerGroup()))
                .sharedBytes(sizes[3] + 2 * Integer.BYTES * PairLists.PART_PAIRS)
                .launch(grid(sizes[0]), new Dimensions(sizes[2], 1));
    }

    private Dimensions grid(int tile) {
        int tiles = Math.ceilDiv(shape.outputsPerGroup(), tile) * Math.ceilDiv(shape.inputsPerGroup(), tile);
        return new Dimensions(pairs.parts(), shape.groups() * tiles);
    }

    private Launch addArguments(Launch launch, boolean isWide) {
        return launch.tensor(features)
                .tensor(gradient)
                .tensor(pairs.inputRows())
                .tensor(pairs.outputRows())
                .tensor(pairs.offsetStarts())
                .tensor(pairs.partStarts())
                .tensor(sums)
                .int32(map.volume())
                .int32(PairLists.PART_PAIRS)
                .int32(shape.groups())
                .int32(shape.inputsPerGroup())
                .int32(shape.outputsPerGroup())
                .int32(isWide ? 1 : 0);
    }
}
