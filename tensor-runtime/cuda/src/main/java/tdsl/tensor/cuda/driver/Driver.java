package tdsl.tensor.cuda.driver;

/// The part of NVIDIA's driver that is used, behind an interface so that what is built on it can be tested without a
/// GPU. Streams, events, modules, functions and graphs are handles of the driver; addresses on a device and in the
/// host's
/// memory are numbers. Calls go to the context that the thread made current.
///
/// @see DriverException what every call throws that fails
public interface Driver {
    /// Attributes of devices, by their numbers in the driver.
    enum Attribute {
        MULTIPROCESSORS(16),
        MAJOR(75),
        MINOR(76),
        SHARED_BYTES_PER_BLOCK(97);

        private final int number;

        Attribute(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /// The version of CUDA that the driver was made for, as 1000 · major + 10 · minor.
    int version();

    int deviceCount();

    String deviceName(int device);

    int attribute(int device, Attribute attribute);

    long totalMemory(int device);

    /// Opens the context of a device, which the whole process shares.
    long openContext(int device);

    /// Destroys the context of a device with all that is in it.
    void destroyContext(int device);

    void makeCurrent(long context);

    // ---- memory ----

    /// @return 0 if there is not so much
    long allocate(long bytes);

    void free(long address);

    /// Host memory that the device can reach, at the same address.
    long allocatePinned(long bytes);

    void freePinned(long address);

    /// How many bytes of the device are free.
    long freeMemory();

    void copyToDevice(long target, long host, long bytes, long stream);

    void copyToHost(long host, long source, long bytes, long stream);

    void copyOnDevice(long target, long source, long bytes, long stream);

    void copyBetween(long target, long targetContext, long source, long sourceContext, long bytes, long stream);

    void fill(long address, byte value, long bytes, long stream);

    // ---- order ----

    long createStream();

    void destroyStream(long stream);

    void synchronize(long stream);

    /// @param timed whether {@link #millisBetween} will be asked
    long createEvent(boolean timed);

    void destroyEvent(long event);

    void record(long event, long stream);

    boolean isDone(long event);

    void synchronizeEvent(long event);

    void await(long stream, long event);

    float millisBetween(long first, long second);

    // ---- code ----

    /// @param ptx text that ends in a 0
    long loadModule(byte[] ptx);

    void unloadModule(long module);

    long function(long module, String name);

    /// The address on the device of a variable of a module.
    long variable(long module, String name);

    void setDynamicSharedBytes(long function, int bytes);

    /// Starts a kernel.
    ///
    /// @param parameters address of the kernel's parameters, packed as a C structure
    void launch(
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
            long parameterBytes);

    // ---- graphs ----

    void beginCapture(long stream);

    long endCapture(long stream);

    long instantiate(long graph);

    void launchGraph(long executable, long stream);

    void destroyGraph(long graph);

    void destroyExecutable(long executable);
}
