package tdsl.tensor.random;

/// A counter-based generator, Philox 4×32 with ten rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
/// as easy as 1, 2, 3", SC 2011). Every number is a function of the seed and its position in the stream, so results
/// do not depend on how many threads draw them, nor on the device.
public final class Generator {
    private static final Generator STANDARD = new Generator(0);

    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private long seed;
    private long position;

    public Generator(long seed) {
        this.seed = seed;
    }

    /// The generator that random ops draw from.
    public static Generator standard() {
        return STANDARD;
    }

    /// Starts the stream of another seed.
    public synchronized void seed(long newSeed) {
        seed = newSeed;
        position = 0;
    }

    /// A part of the stream for one operation.
    ///
    /// @param blocks how many blocks of four 32-bit words it takes
    public synchronized Stream reserve(long blocks) {
        Stream stream = new Stream(seed, position);
        position += blocks;
        return stream;
    }

    /// Goes on where a part of the stream begins; with what {@link #reserve} gave before, as if nothing was drawn
    /// since.
    public synchronized void resume(Stream stream) {
        seed = stream.seed();
        position = stream.firstBlock();
    }

    /// A part of the stream, readable in any order and from any thread.
    ///
    /// @param firstBlock number of its first block in the whole stream
    public record Stream(long seed, long firstBlock) {
        /// Four 32-bit words.
        ///
        /// @param words where they are put
        public void block(long index, int[] words) {
            long counter = firstBlock + index;
            int c0 = (int) counter;
            int c1 = (int) (counter >>> 32);
            int c2 = 0;
            int c3 = 0;
            int key0 = (int) seed;
            int key1 = (int) (seed >>> 32);
            for (int round = 0; round < ROUNDS; round++) {
                long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
                long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
                c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
                c1 = (int) product1;
                c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
                c3 = (int) product0;
                key0 += WEYL_0;
                key1 += WEYL_1;
            }
            words[0] = c0;
            words[1] = c1;
            words[2] = c2;
            words[3] = c3;
        }
    }
}
