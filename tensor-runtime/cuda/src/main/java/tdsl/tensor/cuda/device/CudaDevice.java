package tdsl.tensor.cuda.device;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.driver.Driver;
import tdsl.tensor.cuda.driver.Driver.Attribute;
import tdsl.tensor.cuda.driver.DriverException;
import tdsl.tensor.device.MemoryStatistics;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.memory.NativeBlock;

/// One GPU that is in use: its context, the stream that all its work runs in, and its memory.
public final class CudaDevice {
    /// The device whose context is the thread's current one.
    private static final ThreadLocal<CudaDevice> CURRENT = new ThreadLocal<>();

    private final Driver driver;
    private final Device device;
    private final int multiprocessors;
    private final int capability;
    private final long context;
    private final long stream;
    private final DeviceAllocator allocator;
    private final Staging staging;
    private final Faults faults;
    private final Map<Object, Long> modules = new ConcurrentHashMap<>();
    private volatile boolean failed;
    /// The memory of the graph that is being recorded; null if none is.
    private GraphMemory recorded;

    CudaDevice(Driver driver, Device device) {
        this.driver = driver;
        this.device = device;
        int index = device.index();
        multiprocessors = driver.attribute(index, Attribute.MULTIPROCESSORS);
        capability = 10 * driver.attribute(index, Attribute.MAJOR) + driver.attribute(index, Attribute.MINOR);
        context = driver.openContext(index);
        driver.makeCurrent(context);
        CURRENT.set(this);
        stream = driver.createStream();
        allocator = new DeviceAllocator(this, driver.totalMemory(index));
        staging = new Staging(driver, stream);
        faults = new Faults(driver);
    }

    public Device device() {
        return device;
    }

    public int multiprocessors() {
        return multiprocessors;
    }

    /// The compute capability, as 10 · major + minor.
    public int capability() {
        return capability;
    }

    /// The stream that all work runs in.
    public long stream() {
        return stream;
    }

    public Faults faults() {
        return faults;
    }

    /// The driver, for calls of the current thread that go to this device.
    ///
    /// @throws DeviceException if the device has failed and was not reopened
    public Driver entered() {
        if (CURRENT.get() != this) {
            if (failed) {
                throw closed();
            }
            driver.makeCurrent(context);
            CURRENT.set(this);
        }
        return driver;
    }

    private DeviceException closed() {
        return new DeviceException("%s has failed, and all tensors on it are lost", device);
    }

    /// A module of code, loaded when it is first asked for.
    ///
    /// @param key equal for equal code
    /// @param ptx the code, for a device of some compute capability; ends in a 0
    public long module(Object key, Function<CudaDevice, byte[]> ptx) {
        Long module = modules.get(key);
        return module != null
                ? module
                : modules.computeIfAbsent(key, _ -> entered().loadModule(ptx.apply(this)));
    }

    // ---- memory ----

    NativeBlock allocate(long bytes) {
        GraphMemory graph = recorded;
        return graph == null ? allocator.allocate(bytes) : graph.allocate(bytes);
    }

    void copyFromHost(MemorySegment source, long address) {
        entered();
        refuseWhileRecording("copies from the CPU");
        staging.toDevice(source, address);
    }

    /// Copies bytes from the device, and waits for them and all that was started before.
    public void copyToHost(long address, MemorySegment target) {
        entered();
        refuseWhileRecording("values that are read");
        staging.toHost(address, target);
        faults.check();
    }

    void copyHere(long source, long target, long bytes) {
        entered().copyOnDevice(target, source, bytes, stream);
    }

    /// Copies to another device, in order with the work of both.
    void copyTo(CudaDevice other, long source, long target, long bytes) {
        long reached = other.entered().createEvent(false);
        driver.record(reached, other.stream);
        entered().await(stream, reached);
        driver.copyBetween(target, other.context, source, context, bytes, stream);
        long copied = driver.createEvent(false);
        driver.record(copied, stream);
        other.entered().await(other.stream, copied);
        // The driver keeps events until what waits for them is done.
        driver.destroyEvent(reached);
        driver.destroyEvent(copied);
    }

    MemoryStatistics memory() {
        return new MemoryStatistics(
                allocator.liveBytes(), allocator.peakBytes(), allocator.reservedBytes(), allocator.limit());
    }

    void trim() {
        entered();
        allocator.trim();
    }

    // ---- order ----

    void synchronize() {
        refuseWhileRecording("waiting");
        entered().synchronize(stream);
        faults.check();
    }

    // ---- graphs ----

    private void refuseWhileRecording(String what) {
        if (recorded != null) {
            throw new DeviceException("graph: %s cannot be recorded, since they happen at once", what)
                    .withHint("make inputs before the graph, and read results after it");
        }
    }

    /// Keeps a tensor that a kernel uses for as long as the graph that is being recorded, if one is.
    public void keep(Tensor tensor) {
        if (recorded != null) {
            recorded.keep(tensor);
        }
    }

    CudaGraph beginGraph() {
        refuseWhileRecording("graphs");
        entered().beginCapture(stream);
        recorded = new GraphMemory(allocator::allocate);
        return new CudaGraph(this, recorded);
    }

    /// @return the graph of the driver
    long endCapture(Driver entered) {
        recorded = null;
        return entered.endCapture(stream);
    }

    void destroyGraph(long executable) {
        if (!failed) {
            entered().destroyExecutable(executable);
        }
    }

    /// What a failed call of the driver means to the program.
    public DeviceException failure(DriverException error, String op) {
        if (error.isFatal()) {
            failed = true;
            CURRENT.remove();
            return (DeviceException)
                    new DeviceException("%s: %s on %s: all tensors there are lost", op, error.getMessage(), device)
                            .withHint(
                                    "most drivers need the program to be started again; reopen_device(\"%s\") tries without",
                                    device);
        }
        return new DeviceException("%s: %s on %s", op, error.getMessage(), device);
    }

    void close() {
        failed = true;
        allocator.close();
        CURRENT.remove();
        driver.destroyContext(device.index());
    }
}
