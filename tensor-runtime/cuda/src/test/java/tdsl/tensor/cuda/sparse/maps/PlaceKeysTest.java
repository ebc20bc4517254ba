package tdsl.tensor.cuda.sparse.maps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceKeysTest {
    @Test
    void aGridOfPowersOfTwoHasMortonCodes() {
        PlaceKeys keys = PlaceKeys.zOrder(new long[] {1, 8, 4});
        assertArrayEquals(new int[] {0, 3, 2}, keys.bits());
        assertEquals(5, keys.keyBits());
    }

    @Test
    void entriesOfTheBatchComeAboveTheInterleavedBits() {
        assertEquals(3 + 4, PlaceKeys.zOrder(new long[] {5, 4, 3}).keyBits());
    }

    @Test
    void rowMajorKeysNeedAsManyBitsAsThereAreCells() {
        assertEquals(4, PlaceKeys.rowMajor(new long[] {2, 3, 2}).keyBits());
        assertEquals(1, PlaceKeys.rowMajor(new long[] {1, 1}).keyBits());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2147483647, 2147483647, 2",
        "3, 1500000001, 1500000001, 1",
        "2147483647, 2147483647, 2, 1",
        "5, 1025, 1025, 1025"
    })
    void keysOfEveryGridThatCanBeNumberedFitInto63Bits(long batch, long first, long second, long third) {
        PlaceKeys keys = PlaceKeys.zOrder(new long[] {batch, first, second, third});
        assertTrue(keys.keyBits() <= 63, () -> keys.keyBits() + " bits");
        assertTrue(PlaceKeys.rowMajor(keys.sizes()).keyBits() <= 63);
    }

    @Test
    void anEmptyGridHasKeysToo() {
        assertTrue(PlaceKeys.zOrder(new long[] {0, 0, 4}).keyBits() >= 1);
    }
}
