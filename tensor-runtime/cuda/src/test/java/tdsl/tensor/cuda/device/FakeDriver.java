package tdsl.tensor.cuda.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.cuda.driver.Driver;
import tdsl.tensor.cuda.driver.DriverException;

/// A driver of GPUs whose memory is the host's, and which does everything at once. Kernels are not run but noted.
public class FakeDriver implements Driver {
    private static final int ILLEGAL_ADDRESS = 700;

    private final Map<Long, Arena> blocks = new HashMap<>();
    private final Map<Long, Long> sizes = new HashMap<>();
    private final long memory;
    private long used;
    private long nextHandle = 1;
    private boolean fails;
    private int version = 12080;
    private int major = 9;

    /// How often memory was taken from the device.
    int allocations;

    private final List<byte[]> launches = new ArrayList<>();

    public FakeDriver(long memory) {
        this.memory = memory;
    }

    /// The parameters of the kernels that were started.
    public List<byte[]> launches() {
        return launches;
    }

    final FakeDriver version(int newVersion) {
        version = newVersion;
        return this;
    }

    protected final FakeDriver capability(int newMajor) {
        major = newMajor;
        return this;
    }

    /// From now on the device behaves as after a kernel that used an address which is not its own.
    void fail() {
        fails = true;
    }

    private void check(String call) {
        if (fails) {
            throw new DriverException(call, ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access");
        }
    }

    private long handle() {
        return nextHandle++;
    }

    @SuppressWarnings("restricted")
    private static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public int deviceCount() {
        return 2;
    }

    @Override
    public String deviceName(int device) {
        return "Fake GPU";
    }

    @Override
    public int attribute(int device, Attribute attribute) {
        return switch (attribute) {
            case MAJOR -> major;
            case MINOR -> 0;
            case MULTIPROCESSORS -> 132;
            case SHARED_BYTES_PER_BLOCK -> 227 << 10;
        };
    }

    @Override
    public long totalMemory(int device) {
        return memory;
    }

    @Override
    public long openContext(int device) {
        return handle();
    }

    @Override
    public void destroyContext(int device) {
        fails = false;
        blocks.values().forEach(Arena::close);
        blocks.clear();
        used = 0;
    }

    @Override
    public void makeCurrent(long context) {}

    @Override
    public long allocate(long bytes) {
        check("cuMemAlloc");
        if (used + bytes > memory) {
            return 0;
        }
        allocations++;
        used += bytes;
        Arena arena = Arena.ofShared();
        long address = arena.allocate(bytes, 512).address();
        blocks.put(address, arena);
        sizes.put(address, bytes);
        return address;
    }

    @Override
    public void free(long address) {
        blocks.remove(address).close();
        used -= sizes.remove(address);
    }

    @Override
    public long allocatePinned(long bytes) {
        return Arena.global().allocate(bytes, 512).address();
    }

    @Override
    public void freePinned(long address) {}

    @Override
    public long freeMemory() {
        return memory - used;
    }

    @Override
    public void copyToDevice(long target, long host, long bytes, long stream) {
        check("cuMemcpyHtoDAsync");
        at(target, bytes).copyFrom(at(host, bytes));
    }

    @Override
    public void copyToHost(long host, long source, long bytes, long stream) {
        check("cuMemcpyDtoHAsync");
        at(host, bytes).copyFrom(at(source, bytes));
    }

    @Override
    public void copyOnDevice(long target, long source, long bytes, long stream) {
        check("cuMemcpyDtoDAsync");
        at(target, bytes).copyFrom(at(source, bytes));
    }

    @Override
    public void copyBetween(long target, long targetContext, long source, long sourceContext, long bytes, long stream) {
        copyOnDevice(target, source, bytes, stream);
    }

    @Override
    public void fill(long address, byte value, long bytes, long stream) {
        at(address, bytes).fill(value);
    }

    @Override
    public long createStream() {
        return handle();
    }

    @Override
    public void destroyStream(long stream) {}

    @Override
    public void synchronize(long stream) {
        check("cuStreamSynchronize");
    }

    @Override
    public long createEvent(boolean timed) {
        return handle();
    }

    @Override
    public void destroyEvent(long event) {}

    @Override
    public void record(long event, long stream) {}

    @Override
    public boolean isDone(long event) {
        return true;
    }

    @Override
    public void synchronizeEvent(long event) {
        check("cuEventSynchronize");
    }

    @Override
    public void await(long stream, long event) {}

    @Override
    public float millisBetween(long first, long second) {
        return 0;
    }

    @Override
    public long loadModule(byte[] ptx) {
        return handle();
    }

    @Override
    public void unloadModule(long module) {}

    @Override
    public long function(long module, String name) {
        return handle();
    }

    @Override
    public long variable(long module, String name) {
        return 0;
    }

    @Override
    public void setDynamicSharedBytes(long function, int bytes) {}

    @Override
    public void launch(
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
        check("cuLaunchKernel");
        launches.add(at(parameters, parameterBytes).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }

    @Override
    public void beginCapture(long stream) {}

    @Override
    public long endCapture(long stream) {
        return handle();
    }

    @Override
    public long instantiate(long graph) {
        return handle();
    }

    @Override
    public void launchGraph(long executable, long stream) {}

    @Override
    public void destroyGraph(long graph) {}

    @Override
    public void destroyExecutable(long executable) {}
}
