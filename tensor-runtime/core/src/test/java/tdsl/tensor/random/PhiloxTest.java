package tdsl.tensor.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The generator against the known answers of philox4x32-10 in Random123 (its file `kat_vectors`) and a
/// second, plain implementation of the published algorithm.
class PhiloxTest {
    private static int[] block(long seed, long counter) {
        int[] words = new int[4];
        new Generator.Stream(seed, counter).block(0, words);
        return words;
    }

    /// Ten rounds on counters and keys of any value, in unsigned arithmetic on longs.
    private static int[] philox(long[] counter, long[] key) {
        long[] c = counter.clone();
        long[] k = key.clone();
        for (int round = 0; round < 10; round++) {
            long left = 0xD2511F53L * c[0];
            long right = 0xCD9E8D57L * c[2];
            c = new long[] {
                (right >>> 32) ^ c[1] ^ k[0], right & 0xFFFFFFFFL, (left >>> 32) ^ c[3] ^ k[1], left & 0xFFFFFFFFL
            };
            k = new long[] {(k[0] + 0x9E3779B9L) & 0xFFFFFFFFL, (k[1] + 0xBB67AE85L) & 0xFFFFFFFFL};
        }
        return Arrays.stream(c).mapToInt(word -> (int) word).toArray();
    }

    @Test
    void thePlainImplementationGivesTheKnownAnswers() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, philox(new long[4], new long[2]));
        long ones = 0xFFFFFFFFL;
        assertArrayEquals(
                new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
                philox(new long[] {ones, ones, ones, ones}, new long[] {ones, ones}));
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                philox(
                        new long[] {0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L},
                        new long[] {0xa4093822L, 0x299f31d0L}));
    }

    @Test
    void seedZeroStartsWithTheKnownAnswer() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0));
    }

    @Test
    void seedIsTheKeyAndPositionTheLowHalfOfTheCounter() {
        for (long seed : new long[] {0, 1, -1, 0x299f31d0a4093822L}) {
            for (long position : new long[] {0, 1, 0xFFFFFFFFL, 1L << 32, -1, 0x85a308d3243f6a88L}) {
                long[] counter = {position & 0xFFFFFFFFL, position >>> 32, 0, 0};
                long[] key = {seed & 0xFFFFFFFFL, seed >>> 32};
                assertArrayEquals(philox(counter, key), block(seed, position));
            }
        }
    }

    @Test
    void reservationsFollowEachOther() {
        Generator generator = new Generator(5);
        assertEquals(new Generator.Stream(5, 0), generator.reserve(3));
        assertEquals(new Generator.Stream(5, 3), generator.reserve(10));
        assertEquals(new Generator.Stream(5, 13), generator.reserve(1));
        generator.seed(6);
        assertEquals(new Generator.Stream(6, 0), generator.reserve(1));
    }

    @Test
    void aStreamCanBeReadInAnyOrder() {
        Generator.Stream stream = new Generator.Stream(9, 100);
        int[] words = new int[4];
        stream.block(7, words);
        assertArrayEquals(block(9, 107), words);
        stream.block(0, words);
        assertArrayEquals(block(9, 100), words);
        assertFalse(Arrays.equals(block(9, 100), block(8, 100)));
    }

    @Test
    void blocksMadeTogetherAreThoseMadeAlone() {
        Generator.Stream stream = new Generator.Stream(0x0123456789abcdefL, 0xffffff00L);
        int[] together = new int[4 * 1001];
        stream.blocks(3, together);
        int[] alone = new int[4];
        for (int i = 0; i < 1001; i++) {
            stream.block(3 + i, alone);
            assertArrayEquals(alone, Arrays.copyOfRange(together, 4 * i, 4 * i + 4));
        }
    }

    @Test
    void branchesAreTheThirdWordOfTheCounter() {
        int[] words = new int[4];
        new Generator.Stream(7, 5).block(4, 3, words);
        assertArrayEquals(philox(new long[] {9, 0, 3, 0}, new long[] {7, 0}), words);
    }
}
