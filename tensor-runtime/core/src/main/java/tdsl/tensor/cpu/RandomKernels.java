package tdsl.tensor.cpu;

import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.random.Generator;

/// Random numbers from the default generator. One block of the stream makes two numbers, so an f32 and an f64
/// tensor of
/// one shape hold the same numbers, and one of f16 or bf16 their first digits.
final class RandomKernels {
    private static final double UNIT = 0x1p-53;

    private RandomKernels() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("random_uniform", args -> reals("rand", args, uniforms(args.value(1, DType.class))));
        kernels.put("random_normal", args -> reals("randn", args, RandomKernels::normalPair));
        kernels.put("random_integers", RandomKernels::integers);
        kernels.put("randperm", RandomKernels::permutation);
    }

    /// Turns one block of random words into two numbers.
    @FunctionalInterface
    private interface Pair {
        void fill(int[] words, double[] numbers);
    }

    private static Tensor reals(String op, Args args, Pair pair) {
        DType dtype = args.value(1, DType.class);
        if (!dtype.isFloating()) {
            throw new DTypeException("%s: makes floating numbers, not %s", op, dtype);
        }
        Tensor out = Tensor.empty(dtype, args.integers(0));
        MemorySegment segment = out.storage().segment();
        long count = out.elementCount();
        long blocks = (count + 1) / 2;
        Generator.Stream stream = Generator.standard().reserve(blocks);
        Parallel.forRange(blocks, 4096, (begin, end) -> {
            int[] words = new int[4];
            double[] numbers = new double[2];
            for (long block = begin; block < end; block++) {
                stream.block(block, words);
                pair.fill(words, numbers);
                putReal(segment, dtype, 2 * block, numbers[0]);
                if (2 * block + 1 < count) {
                    putReal(segment, dtype, 2 * block + 1, numbers[1]);
                }
            }
        });
        return out;
    }

    /// Multiples of a power of 2 which the dtype holds exactly and which therefore never round up to 1.
    private static Pair uniforms(DType dtype) {
        int digits = switch (dtype) {
            case FLOAT16 -> 11;
            case BFLOAT16 -> 8;
            default -> 24;
        };
        double unit = Math.scalb(1.0, -digits);
        return (words, numbers) -> {
            numbers[0] = (words[0] >>> 32 - digits) * unit;
            numbers[1] = (words[2] >>> 32 - digits) * unit;
        };
    }

    /// The method of Box and Muller (1958).
    private static void normalPair(int[] words, double[] numbers) {
        double radius = Math.sqrt(-2 * Math.log(1 - unit(words[0], words[1])));
        double angle = 2 * Math.PI * unit(words[2], words[3]);
        numbers[0] = radius * Math.cos(angle);
        numbers[1] = radius * Math.sin(angle);
    }

    private static double unit(int high, int low) {
        return (joined(high, low) >>> 11) * UNIT;
    }

    private static long joined(int high, int low) {
        return (long) high << 32 | low & 0xFFFFFFFFL;
    }

    private static Tensor integers(Args args) {
        long low = args.integer(0);
        long range = args.integer(1) - low;
        Tensor out = Tensor.empty(DType.INT64, args.integers(2));
        Generator.Stream stream = Generator.standard().reserve(out.elementCount());
        int[] words = new int[4];
        for (long i = 0; i < out.elementCount(); i++) {
            stream.block(i, words);
            // The high half of the product of a random fraction and the range, as Lemire (2019), without rejection:
            // the bias is below range / 2^64.
            long offset = Math.unsignedMultiplyHigh(joined(words[0], words[1]), range);
            putInteger(out.storage().segment(), DType.INT64, i, low + offset);
        }
        return out;
    }

    /// Fisher and Yates' shuffle, in the form of Durstenfeld (1964).
    private static Tensor permutation(Args args) {
        long count = args.integer(0);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new ValueException("randperm: n must be in 0..2^31, not %d", count);
        }
        long[] order = new long[(int) count];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Generator.Stream stream = Generator.standard().reserve(count);
        int[] words = new int[4];
        for (int i = order.length - 1; i > 0; i--) {
            stream.block(i, words);
            int other = (int) Math.unsignedMultiplyHigh(joined(words[0], words[1]), i + 1L);
            long moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return Tensor.of(order);
    }
}
