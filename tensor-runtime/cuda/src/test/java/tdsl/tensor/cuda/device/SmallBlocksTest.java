package tdsl.tensor.cuda.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmallBlocksTest {
    private static final long MEMORY = 16 << 20;
    private static final long BYTES = 512;

    private final FakeDriver driver = new FakeDriver(MEMORY);
    private final SmallBlocks blocks = new SmallBlocks();

    @Test
    void manyBlocksTakeOneCallOfTheDriverAndDoNotOverlap() {
        Set<Long> addresses = new HashSet<>();
        for (int i = 0; i < 4096; i++) {
            addresses.add(blocks.take(driver, BYTES) / BYTES);
        }
        assertEquals(4096, addresses.size());
        assertEquals(1, driver.allocations);
        blocks.take(driver, BYTES);
        assertEquals(2, driver.allocations);
    }

    @Test
    void memoryGoesBackWhenAllBlocksOfAWholeHaveComeBack() {
        long first = blocks.take(driver, BYTES);
        long second = blocks.take(driver, BYTES);
        assertTrue(blocks.giveBack(driver, first));
        assertNotEquals(MEMORY, driver.freeMemory());
        assertTrue(blocks.giveBack(driver, second));
        assertEquals(MEMORY, driver.freeMemory());
        assertNotEquals(0, blocks.take(driver, BYTES));
    }

    @Test
    void aWholeThatIsUsedUpAndGivenBackIsFreed() {
        long[] all = new long[40];
        for (int i = 0; i < all.length; i++) {
            all[i] = blocks.take(driver, SmallBlocks.LARGEST);
        }
        for (long address : all) {
            assertTrue(blocks.giveBack(driver, address));
        }
        assertEquals(MEMORY, driver.freeMemory());
    }

    @Test
    void blocksOfOthersAreLeftAlone() {
        blocks.take(driver, BYTES);
        assertFalse(blocks.giveBack(driver, driver.allocate(BYTES)));
    }

    @Test
    void aDeviceWithoutRoomForAWholeHasNone() {
        assertEquals(0, blocks.take(new FakeDriver(1 << 20), BYTES));
    }
}
