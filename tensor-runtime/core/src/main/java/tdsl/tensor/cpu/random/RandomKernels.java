package tdsl.tensor.cpu.random;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.lines.LineAccess;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.random.Generator;

/// Random numbers from the default generator. Number `i` is a function of the seed, of what was drawn
/// before and of `i`: the threads that make them do not matter.
public final class RandomKernels {
    /// Numbers that are made at a time.
    private static final int PIECE = 4096;

    private RandomKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("random_uniform", args -> reals("rand", args, RandomKernels::uniform));
        kernels.put("random_normal", args -> reals("randn", args, RandomKernels::normal));
        kernels.put("random_integers", RandomKernels::integers);
        kernels.put("random_permutation", RandomKernels::permutation);
        kernels.put("poisson", PoissonKernel::run);
    }

    /// Turns random words into numbers: four words into two numbers of f64, or into four of the narrower
    /// dtypes.
    @FunctionalInterface
    private interface Distribution {
        void fill(int[] words, DType dtype, double[] numbers);
    }

    private static Tensor reals(String op, Args args, Distribution distribution) {
        DType dtype = args.value(1, DType.class);
        if (!dtype.isFloating()) {
            throw new DTypeException("%s: makes floating numbers, not %s", op, dtype);
        }
        Tensor out = Tensor.empty(dtype, args.integers(0));
        int perBlock = dtype == DType.FLOAT64 ? 2 : 4;
        forEachPiece(out.elementCount(), perBlock, (words, first, count) -> {
            double[] numbers = new double[count];
            distribution.fill(words, dtype, numbers);
            LineAccess.write(numbers, out, first);
        });
        return out;
    }

    /// Makes some numbers from enough random words.
    @FunctionalInterface
    private interface Piece {
        void make(int[] words, long first, int count);
    }

    /// @param perBlock numbers per block of the stream
    private static void forEachPiece(long count, int perBlock, Piece piece) {
        Generator.Stream stream = Generator.standard().reserve(Math.ceilDiv(count, perBlock));
        Parallel.forRange(Math.ceilDiv(count, PIECE), 4, (begin, end) -> {
            int[] words = new int[4 * PIECE / perBlock];
            for (long i = begin; i < end; i++) {
                stream.blocks(i * (PIECE / perBlock), words);
                piece.make(words, i * PIECE, (int) Math.min(PIECE, count - i * PIECE));
            }
        });
    }

    /// Multiples of 2^−p, where p is the dtype's number of binary digits: they never round up to 1.
    private static void uniform(int[] words, DType dtype, double[] numbers) {
        if (dtype == DType.FLOAT64) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = unit(words[2 * i], words[2 * i + 1]);
            }
            return;
        }
        int digits = dtype == DType.FLOAT32 ? 24 : dtype == DType.FLOAT16 ? 11 : 8;
        double unit = 1.0 / (1 << digits);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (words[i] >>> Integer.SIZE - digits) * unit;
        }
    }

    /// The method of Box and Muller (1958).
    private static void normal(int[] words, DType dtype, double[] numbers) {
        boolean wide = dtype == DType.FLOAT64;
        for (int i = 0; i < numbers.length; i += 2) {
            double fraction = wide ? 1 - unit(words[2 * i], words[2 * i + 1]) : (unsigned(words[i]) + 0.5) * 0x1p-32;
            double turns = wide ? unit(words[2 * i + 2], words[2 * i + 3]) : unsigned(words[i + 1]) * 0x1p-32;
            double radius = Math.sqrt(-2 * PortableMath.log(fraction));
            numbers[i] = radius * PortableMath.cosOfTurns(turns);
            if (i + 1 < numbers.length) {
                numbers[i + 1] = radius * PortableMath.sinOfTurns(turns);
            }
        }
    }

    static double unsigned(int word) {
        return Integer.toUnsignedLong(word);
    }

    /// A multiple of 2^−53 in `[0, 1)`.
    static double unit(int high, int low) {
        return (joined(high, low) >>> 11) * 0x1p-53;
    }

    private static long joined(int high, int low) {
        return (long) high << 32 | low & 0xFFFFFFFFL;
    }

    private static Tensor integers(Args args) {
        long low = args.integer(0);
        long range = args.integer(1) - low;
        Tensor out = Tensor.empty(DType.INT64, args.integers(2));
        forEachPiece(out.elementCount(), 2, (words, first, count) -> {
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = low + below(range, words, i);
            }
            LineAccess.write(numbers, out, first);
        });
        return out;
    }

    /// The high half of the product of a random fraction and the range, as Lemire (2019), without
    /// rejection: the bias is below range / 2^64.
    private static long below(long range, int[] words, int number) {
        return Math.unsignedMultiplyHigh(joined(words[2 * number], words[2 * number + 1]), range);
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
        Generator.Stream stream = Generator.standard().reserve(Math.ceilDiv(count, 2));
        int[] words = new int[2 * PIECE];
        for (int i = 0; i < order.length; i++) {
            int number = i % PIECE;
            if (number == 0) {
                stream.blocks(i / 2, words);
            }
            int last = order.length - 1 - i;
            int other = (int) below(last + 1L, words, number);
            long moved = order[last];
            order[last] = order[other];
            order[other] = moved;
        }
        Tensor out = Tensor.empty(DType.INT64, count);
        LineAccess.write(order, out, 0);
        return out;
    }
}
