package tdsl.tensor.cuda.sparse;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.sparse.maps.NeighbourTable;
import tdsl.tensor.cuda.sparse.maps.Scratch;
import tdsl.tensor.cuda.sparse.maps.TableMap;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.KernelMap;

/// The op `sparse_conv`: on tensor cores for f16 and bf16, else without.
final class SparseConvolution {
    private static final KernelFile F16 = new KernelFile("sparse/convolution_f16");
    private static final KernelFile BF16 = new KernelFile("sparse/convolution_bf16");
    private static final KernelFile PACK = new KernelFile("sparse/pack_weights");
    private static final KernelFile DIRECT = new KernelFile("sparse/direct_convolution");
    private static final int THREADS = 256;
    private static final int DIRECT_TILE = 64;
    /// The offsets that tensor core kernels can go through.
    private static final int MOST_OFFSETS = 1024;
    /// Input channels of a chunk, and bytes of the weights of 16 output channels in a chunk.
    private static final int CHUNK = 32;
    private static final int CHUNK_BYTES_OF_TILE = 1024;
    private static final int TILE_CHANNELS = 16;
    private static final int WIDE_BYTES = 16;

    private final Tensor features;
    private final Tensor weight;
    private final TableMap map;
    private final ConvolutionShape shape;
    private final NeighbourTable table;
    private final Device device;
    private final Tensor out;

    private SparseConvolution(Tensor features, Tensor weight, TableMap map, ConvolutionShape shape) {
        this.features = features.contiguous();
        this.weight = WeightLayout.readable(weight);
        this.map = map;
        this.shape = shape;
        this.table = map.table();
        this.device = features.device();
        this.out = Tensor.empty(device, features.dtype(), map.output().rows(), shape.outputChannels());
    }

    static Tensor run(Tensor features, Tensor weight, KernelMap map, long groups) {
        ConvolutionShape shape = ConvolutionShape.of("sparse_conv", features, weight, map, groups);
        TableMap tableMap = SparseKernels.tableMap("sparse_conv", map);
        SparseConvolution convolution = new SparseConvolution(features, weight, tableMap, shape);
        if (convolution.out.elementCount() > 0) {
            convolution.run();
        }
        return convolution.out;
    }

    private void run() {
        boolean isSmall = Variants.isSmall(shape);
        boolean hasTensorCores = Variants.hasTensorCores(features.dtype());
        boolean fits = table.volume() <= MOST_OFFSETS && shape.inputsPerGroup() > 0;
        if (hasTensorCores && fits && !(isSmall && shape.groups() > 1)) {
            runOnTensorCores();
        } else {
            runDirectly(isSmall);
        }
    }

    // ---- on tensor cores ----

    /// The sizes of a kernel, as it declares them.
    ///
    /// @param channels    output channels of a block
    /// @param rows        rows of a block
    /// @param threads     of a block
    /// @param sharedBytes of a block
    /// @param chunks      of which weights have a multiple
    private record Variant(String entry, int channels, int rows, int threads, int sharedBytes, int chunks) {
        static Variant of(KernelFile file, String entry, Device device) {
            int[] sizes = Variants.sizes(file, entry, device, 5);
            return new Variant(entry, sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
        }
    }

    private void runOnTensorCores() {
        KernelFile file = features.dtype() == DType.FLOAT16 ? F16 : BF16;
        Variant variant = Variant.of(file, entry(), device);
        int slices = Math.ceilDiv(shape.outputsPerGroup(), variant.channels);
        Tensor packed = pack(variant, slices);
        Tensor tiles = table.tileOrder(variant.rows);
        file.kernel(variant.entry)
                .on(device)
                .tensor(features)
                .tensor(packed)
                .tensor(out)
                .tensor(table.table())
                .tensor(table.masks())
                .tensor(table.order())
                .tensor(tiles)
                .int32(table.rows())
                .int32(table.volume())
                .int32(shape.inputsPerGroup())
                .int32(shape.outputsPerGroup())
                .int32(shape.inputChannels())
                .int32(shape.outputChannels())
                .int32(Variants.isWide(out, shape.outputsPerGroup()) ? 1 : 0)
                .int32(0)
                .sharedBytes(variant.sharedBytes)
                .launch(
                        new Dimensions(Math.ceilDiv(table.rows(), variant.rows), shape.groups() * slices),
                        new Dimensions(variant.threads, 1));
    }

    private String entry() {
        int channels = shape.outputsPerGroup();
        String kind = !Variants.isWide(features, shape.inputsPerGroup())
                ? "narrow"
                : channels <= 16 ? "16" : channels <= 32 ? "32" : channels <= 64 ? "64" : "128";
        return "sparse_convolution_" + kind + "_" + features.dtype().label();
    }

    private Tensor pack(Variant variant, int slices) {
        int tiles = variant.channels / TILE_CHANNELS;
        int chunks = Math.ceilDiv(Math.ceilDiv(shape.inputsPerGroup(), CHUNK), variant.chunks) * variant.chunks;
        int unitsOfOffset = chunks * tiles * CHUNK_BYTES_OF_TILE / WIDE_BYTES;
        int groupsAndSlices = shape.groups() * slices;
        Tensor packed = Scratch.vector(
                device, DType.UINT8, (long) groupsAndSlices * table.volume() * unitsOfOffset * WIDE_BYTES);
        Launch launch =
                PACK.kernel("sparse_pack_weights", features.dtype()).on(device).tensor(weight);
        WeightLayout.of(weight, shape)
                .addTo(launch)
                .tensor(packed)
                .int32(shape.outputsPerGroup())
                .int32(shape.inputsPerGroup())
                .int32(tiles)
                .int32(chunks)
                .int32(map.isReversed() ? 1 : 0)
                .launch(
                        new Dimensions(Math.ceilDiv(unitsOfOffset, THREADS), table.volume(), groupsAndSlices),
                        new Dimensions(THREADS, 1));
        return packed;
    }

    // ---- without ----

    private void runDirectly(boolean isSmall) {
        String entry = isSmall ? "sparse_single_convolution" : "sparse_tiled_convolution";
        Launch launch = DIRECT.kernel(entry, features.dtype())
                .on(device)
                .tensor(features)
                .tensor(weight);
        WeightLayout.of(weight, shape)
                .addTo(launch)
                .tensor(out)
                .tensor(table.table())
                .tensor(table.order())
                .int32(table.rows())
                .int32(table.volume())
                .int32(shape.groups())
                .int32(shape.inputsPerGroup())
                .int32(shape.outputsPerGroup())
                .int32(map.isReversed() ? 1 : 0);
        if (isSmall) {
            launch.launch(Math.ceilDiv(out.elementCount(), (long) THREADS), THREADS);
        } else {
            int slices = Math.ceilDiv(shape.outputsPerGroup(), DIRECT_TILE);
            launch.launch(
                    new Dimensions(Math.ceilDiv(table.rows(), DIRECT_TILE), shape.groups() * slices),
                    new Dimensions(THREADS, 1));
        }
    }
}
