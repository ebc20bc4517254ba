package tdsl.tensor.cuda.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tdsl.tensor.cuda.driver.DriverException;

class SimulatedDriverTest {
    private static final int COUNT = 64;

    private final SimulatedDriver driver = new SimulatedDriver();
    private final long memory = driver.allocate(COUNT * Integer.BYTES);

    /// Runs a kernel on two warps. `%r0` is a thread's number, `%rd0` the address of its element of the memory.
    private int[] run(String body) {
        String ptx = """
                .version 8.0
                .target sm_80
                .address_size 64
                .visible .entry kernel(.param .u64 kernel_param_0)
                {
                    .reg .pred %%p<9>;
                    .reg .b32 %%r<9>;
                    .reg .b64 %%rd<9>;
                    .shared .align 4 .b8 shared[256];
                    mov.u32 %%r0, %%tid.x;
                    ld.param.u64 %%rd0, [kernel_param_0];
                    mul.wide.u32 %%rd1, %%r0, 4;
                    add.s64 %%rd0, %%rd0, %%rd1;
                %s
                }
                \0""".formatted(body);
        long function = driver.function(driver.loadModule(ptx.getBytes(StandardCharsets.UTF_8)), "kernel");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_LONG, memory);
            driver.launch(function, 1, 1, 1, COUNT, 1, 1, 0, 0, parameters.address(), Long.BYTES);
            MemorySegment values = arena.allocate(COUNT * Integer.BYTES, Integer.BYTES);
            driver.copyToHost(values.address(), memory, values.byteSize(), 0);
            return values.toArray(ValueLayout.JAVA_INT);
        }
    }

    private String failure(String body) {
        return assertThrows(DriverException.class, () -> run(body)).getMessage();
    }

    @Test
    void threadsWriteWhatTheyCompute() {
        int[] values = run("""
                mad.lo.s32 %r1, %r0, 3, -1;
                st.global.u32 [%rd0], %r1;""");
        assertEquals(-1, values[0]);
        assertEquals(188, values[63]);
    }

    @Test
    void threadsOfAWarpExchangeValues() {
        int[] values = run("""
                shfl.sync.bfly.b32 %r1|%p1, %r0, 1, 31, -1;
                st.global.u32 [%rd0], %r1;""");
        assertEquals(1, values[0]);
        assertEquals(62, values[63]);
    }

    @Test
    void threadsOfABlockWaitForEachOther() {
        int[] values = run("""
                mov.u32 %r1, shared;
                shl.b32 %r2, %r0, 2;
                add.s32 %r3, %r1, %r2;
                st.shared.u32 [%r3], %r0;
                bar.sync 0;
                sub.s32 %r3, %r1, %r2;
                ld.shared.u32 %r4, [%r3+252];
                st.global.u32 [%rd0], %r4;""");
        assertEquals(63, values[0]);
        assertEquals(0, values[63]);
    }

    @Test
    void copiesThatWereNotAwaitedHaveNotHappened() {
        String copy = """
                st.global.u32 [%%rd0], %%r0;
                mov.u32 %%r1, shared;
                shl.b32 %%r2, %%r0, 2;
                add.s32 %%r3, %%r1, %%r2;
                cp.async.ca.shared.global [%%r3], [%%rd0], 4;
                cp.async.commit_group;
                %s
                ld.shared.u32 %%r4, [%%r3];
                st.global.u32 [%%rd0], %%r4;""";
        assertEquals(-1, run(copy.formatted(""))[5]);
        assertEquals(5, run(copy.formatted("cp.async.wait_group 0;"))[5]);
    }

    @Test
    void anAddressThatIsInNoAllocationIsReportedWithItsThread() {
        String message = failure("st.global.u32 [%rd0+4], %r0;");
        assertTrue(message.contains("thread 63 of block [0, 0, 0] at `st.global.u32 [%rd0+4], %r0`"), message);
        assertTrue(message.contains("in no allocation"), message);
    }

    @Test
    void sharedMemoryOfOthersIsReported() {
        assertTrue(failure("ld.shared.u32 %r1, [shared+256];").contains("beyond the block's shared memory"));
    }

    @Test
    void aBarrierThatSomeDoNotReachIsReported() {
        String message = failure("""
                setp.ne.u32 %p1, %r0, 7;
                @%p1 bra $on;
                bar.warp.sync -1;
                $on:
                bar.sync 0;""");
        assertTrue(message.contains("waits for ever"), message);
    }
}
