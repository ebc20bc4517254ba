package tdsl.tensor.random;

/// A counter-based generator, of the blocks of {@link Philox}. Every number is a function of the seed and
/// its position in the stream, so results do not depend on how many threads draw them, nor on the device.
public final class Generator {
    private static final Generator OF_PROCESS = new Generator(0);
    private static final ThreadLocal<Generator> OF_THREAD = new ThreadLocal<>();

    private long seed;
    private long position;

    public Generator(long seed) {
        this.seed = seed;
    }

    /// The generator that random ops draw from: one for the whole process, unless {@link #use} gave this thread
    /// another.
    public static Generator standard() {
        Generator ofThread = OF_THREAD.get();
        return ofThread == null ? OF_PROCESS : ofThread;
    }

    /// Makes random ops of this thread draw from a generator. Whoever runs several programs in one process gives
    /// each its own.
    ///
    /// @param generator null for the process's
    /// @return the generator before, null if it was the process's, to be restored by the caller
    public static Generator use(Generator generator) {
        Generator previous = OF_THREAD.get();
        OF_THREAD.set(generator);
        return previous;
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

    /// Goes on where a part of the stream begins; with what {@link #reserve} gave before, as if nothing
    /// was drawn since.
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
            block(index, 0, words);
        }

        /// Four 32-bit words of a stream that branches off at a block, for what takes an unknown number
        /// of them.
        ///
        /// @param branch number of the block on the branch; 0 is the block itself
        public void block(long index, int branch, int[] words) {
            Philox.block(seed, firstBlock + index, branch, words);
        }

        /// The words of consecutive blocks, as many as `words` holds.
        public void blocks(long first, int[] words) {
            Philox.blocks(seed, firstBlock + first, words);
        }
    }
}
