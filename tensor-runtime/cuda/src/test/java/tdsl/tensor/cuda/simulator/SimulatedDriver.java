package tdsl.tensor.cuda.simulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.device.FakeDriver;
import tdsl.tensor.cuda.driver.DriverException;
import tdsl.tensor.device.DeviceRuntimes;

/// A driver of a GPU that is simulated: it runs the PTX of kernels on the host, thread by thread, and so tells whether
/// they compute the right thing, use memory that is theirs and do not wait for ever. It tells nothing about their
/// speed.
public final class SimulatedDriver extends FakeDriver {
    private static final long MEMORY = 4L << 30;
    private static final int SHARED_WINDOW = BlockRun.DYNAMIC_SHARED + (256 << 10);
    private static final int MOST_THREADS = 1024;
    private static final int NOT_FOUND = 500;
    private static final int LAUNCH_FAILED = 719;

    private static volatile boolean isUsed;

    private final DeviceMemory memory = new DeviceMemory();
    /// Threads, which serve one start after another.
    private final List<Lane> lanes = new ArrayList<>();

    private final Map<Long, Module> modules = new HashMap<>();
    private final Map<Long, Code> functions = new HashMap<>();
    private final long shared = range(SHARED_WINDOW);
    private final long stacks = range((long) MOST_THREADS * Lane.STACK_BYTES);

    public SimulatedDriver() {
        super(MEMORY);
        capability(8);
        isUsed = true;
    }

    /// Whether the first GPU is a simulated one, which is slow: tests then take smaller tensors.
    public static boolean isUsed() {
        DeviceRuntimes.of(Device.cuda(0)).obstacle();
        return isUsed;
    }

    private long range(long bytes) {
        long address = Arena.global().allocate(bytes, 1024).address();
        memory.add(address, bytes);
        return address;
    }

    @Override
    public String deviceName(int device) {
        return "Simulated GPU";
    }

    @Override
    public int deviceCount() {
        return 1;
    }

    // ---- memory ----

    @Override
    public synchronized long allocate(long bytes) {
        long address = super.allocate(bytes);
        if (address != 0) {
            memory.add(address, bytes);
        }
        return address;
    }

    @Override
    public synchronized void free(long address) {
        memory.remove(address);
        super.free(address);
    }

    @Override
    public synchronized long allocatePinned(long bytes) {
        long address = super.allocatePinned(bytes);
        memory.add(address, bytes);
        return address;
    }

    // ---- code ----

    @Override
    public synchronized long loadModule(byte[] ptx) {
        long module = super.loadModule(ptx);
        String text = new String(ptx, 0, ptx.length - 1, StandardCharsets.UTF_8);
        modules.put(module, new Module(text, memory, Arena.global()));
        return module;
    }

    @Override
    public synchronized long function(long module, String name) {
        if (!modules.get(module).hasFunction(name)) {
            throw new DriverException(
                    "cuModuleGetFunction", NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found");
        }
        long function = super.function(module, name);
        functions.put(function, modules.get(module).code(name));
        return function;
    }

    @Override
    public synchronized long variable(long module, String name) {
        return modules.get(module).address(name);
    }

    @Override
    public synchronized void launch(
            long function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            long parameters,
            long parameterBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment own = arena.allocate(parameterBytes + Long.BYTES, 16);
            DeviceMemory.copy(parameters, own.address(), parameterBytes);
            new BlockRun(
                            functions.get(function),
                            new int[] {gridX, gridY, gridZ},
                            new int[] {blockX, blockY, blockZ},
                            sharedBytes,
                            own.address(),
                            shared,
                            stacks,
                            lanes,
                            memory)
                    .run();
        } catch (SimulationException e) {
            throw new DriverException("cuLaunchKernel", LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED", e.getMessage());
        }
    }
}
