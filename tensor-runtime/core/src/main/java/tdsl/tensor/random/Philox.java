package tdsl.tensor.random;

/// The block function Philox 4×32 with ten rounds (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC 2011).
final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long WORD = 0xFFFFFFFFL;
    /// Blocks that are made together.
    private static final int LANES = 256;

    private Philox() {}

    /// One block.
    ///
    /// @param branch the upper half of the counter
    /// @param words  where the four words are put
    static void block(long seed, long counter, int branch, int[] words) {
        long c0 = counter & WORD;
        long c1 = counter >>> 32;
        long c2 = branch & WORD;
        long c3 = 0;
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * c0;
            long product1 = MULTIPLIER_1 * c2;
            c0 = product1 >>> 32 ^ c1 ^ key0 & WORD;
            c1 = product1 & WORD;
            c2 = product0 >>> 32 ^ c3 ^ key1 & WORD;
            c3 = product0 & WORD;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        words[0] = (int) c0;
        words[1] = (int) c1;
        words[2] = (int) c2;
        words[3] = (int) c3;
    }

    /// Consecutive blocks, as many as `words` holds.
    static void blocks(long seed, long counter, int[] words) {
        long[] c0 = new long[LANES];
        long[] c1 = new long[LANES];
        long[] c2 = new long[LANES];
        long[] c3 = new long[LANES];
        for (int first = 0; first < words.length / 4; first += LANES) {
            for (int i = 0; i < LANES; i++) {
                c0[i] = counter + first + i & WORD;
                c1[i] = counter + first + i >>> 32;
                c2[i] = 0;
                c3[i] = 0;
            }
            int key0 = (int) seed;
            int key1 = (int) (seed >>> 32);
            for (int round = 0; round < ROUNDS; round++) {
                round(c0, c1, c2, c3, key0 & WORD, key1 & WORD);
                key0 += WEYL_0;
                key1 += WEYL_1;
            }
            int count = Math.min(LANES, words.length / 4 - first);
            for (int i = 0; i < count; i++) {
                int at = 4 * (first + i);
                words[at] = (int) c0[i];
                words[at + 1] = (int) c1[i];
                words[at + 2] = (int) c2[i];
                words[at + 3] = (int) c3[i];
            }
        }
    }

    /// A loop over arrays, which the JVM compiles to SIMD instructions.
    private static void round(long[] c0, long[] c1, long[] c2, long[] c3, long key0, long key1) {
        for (int i = 0; i < LANES; i++) {
            long product0 = MULTIPLIER_0 * c0[i];
            long product1 = MULTIPLIER_1 * c2[i];
            c0[i] = product1 >>> 32 ^ c1[i] ^ key0;
            c1[i] = product1 & WORD;
            c2[i] = product0 >>> 32 ^ c3[i] ^ key1;
            c3[i] = product0 & WORD;
        }
    }
}
