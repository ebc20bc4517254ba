package tdsl.tensor.cuda.driver;

import static jcuda.driver.JCudaDriver.*;

import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import tdsl.tensor.cuda.driver.DriverLibrary.UnavailableException;
import tdsl.tensor.cuda.driver.Handles.DeviceAddress;
import tdsl.tensor.cuda.driver.Handles.HostAddress;

/// NVIDIA's driver through JCuda.
public final class JCudaApi implements Driver {
    private static final int NAME_LENGTH = 256;
    /// Streams that do not wait for the legacy default stream.
    private static final int NON_BLOCKING = 1;

    private static final int EVENT_WITHOUT_TIME = 2;
    /// No calls are restricted: memory may be taken meanwhile.
    private static final int CAPTURE_RELAXED = 2;
    /// Of every context, and with an address on the device.
    private static final int PINNED_PORTABLE_MAPPED = 1 | 2;

    private static final int MAX_DYNAMIC_SHARED_BYTES = 8;

    private final Handles handles = new Handles();
    private final KernelCall kernelCall;

    private JCudaApi(SymbolLookup functions) {
        kernelCall = new KernelCall(functions);
    }

    /// The driver, or the reason why there is none.
    public sealed interface Result {
        record Found(Driver driver) implements Result {}

        record Unavailable(String reason) implements Result {}
    }

    /// Finds and initializes the driver.
    public static Result open() {
        try {
            JCudaApi api = new JCudaApi(DriverLibrary.load());
            int code = cuInit(0);
            if (code == CUresult.CUDA_ERROR_NO_DEVICE) {
                return new Result.Unavailable("the NVIDIA driver finds no GPU");
            }
            return code == CUresult.CUDA_SUCCESS
                    ? new Result.Found(api)
                    : new Result.Unavailable(failure("cuInit", code).getMessage());
        } catch (UnavailableException e) {
            return new Result.Unavailable(e.getMessage());
        }
    }

    private static void check(String call, int code) {
        if (code != CUresult.CUDA_SUCCESS) {
            throw failure(call, code);
        }
    }

    private static DriverException failure(String call, int code) {
        String[] name = {""};
        String[] description = {""};
        cuGetErrorName(code, name);
        cuGetErrorString(code, description);
        return new DriverException(call, code, name[0] == null ? "error " + code : name[0], description[0]);
    }

    // ---- devices ----

    @Override
    public int version() {
        int[] version = {0};
        check("cuDriverGetVersion", cuDriverGetVersion(version));
        return version[0];
    }

    @Override
    public int deviceCount() {
        int[] count = {0};
        check("cuDeviceGetCount", cuDeviceGetCount(count));
        return count[0];
    }

    private static CUdevice device(int number) {
        CUdevice device = new CUdevice();
        check("cuDeviceGet", cuDeviceGet(device, number));
        return device;
    }

    @Override
    public String deviceName(int device) {
        byte[] name = new byte[NAME_LENGTH];
        check("cuDeviceGetName", cuDeviceGetName(name, name.length, device(device)));
        return new String(name, StandardCharsets.UTF_8).split("\0", 2)[0];
    }

    @Override
    public int attribute(int device, Attribute attribute) {
        int[] value = {0};
        check("cuDeviceGetAttribute", cuDeviceGetAttribute(value, attribute.number(), device(device)));
        return value[0];
    }

    @Override
    public long totalMemory(int device) {
        long[] bytes = {0};
        check("cuDeviceTotalMem", cuDeviceTotalMem(bytes, device(device)));
        return bytes[0];
    }

    @Override
    public long openContext(int device) {
        Handles.Context context = new Handles.Context();
        check("cuDevicePrimaryCtxRetain", cuDevicePrimaryCtxRetain(context, device(device)));
        return handles.add(context.handle(), context);
    }

    @Override
    public void destroyContext(int device) {
        check("cuDevicePrimaryCtxReset", cuDevicePrimaryCtxReset(device(device)));
    }

    @Override
    public void makeCurrent(long context) {
        check("cuCtxSetCurrent", cuCtxSetCurrent(handles.get(context, CUcontext.class)));
    }

    // ---- memory ----

    @Override
    public long allocate(long bytes) {
        DeviceAddress address = new DeviceAddress();
        int code = cuMemAlloc(address, bytes);
        if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return 0;
        }
        check("cuMemAlloc", code);
        return address.address();
    }

    @Override
    public void free(long address) {
        check("cuMemFree", cuMemFree(new DeviceAddress(address)));
    }

    @Override
    public long allocatePinned(long bytes) {
        HostAddress address = new HostAddress();
        check("cuMemHostAlloc", cuMemHostAlloc(address, bytes, PINNED_PORTABLE_MAPPED));
        return address.address();
    }

    @Override
    public void freePinned(long address) {
        check("cuMemFreeHost", cuMemFreeHost(new HostAddress(address)));
    }

    @Override
    public long freeMemory() {
        long[] free = {0};
        long[] total = {0};
        check("cuMemGetInfo", cuMemGetInfo(free, total));
        return free[0];
    }

    private CUstream stream(long handle) {
        return handles.get(handle, CUstream.class);
    }

    @Override
    public void copyToDevice(long target, long host, long bytes, long stream) {
        check(
                "cuMemcpyHtoDAsync",
                cuMemcpyHtoDAsync(new DeviceAddress(target), new HostAddress(host), bytes, stream(stream)));
    }

    @Override
    public void copyToHost(long host, long source, long bytes, long stream) {
        check(
                "cuMemcpyDtoHAsync",
                cuMemcpyDtoHAsync(new HostAddress(host), new DeviceAddress(source), bytes, stream(stream)));
    }

    @Override
    public void copyOnDevice(long target, long source, long bytes, long stream) {
        check(
                "cuMemcpyDtoDAsync",
                cuMemcpyDtoDAsync(new DeviceAddress(target), new DeviceAddress(source), bytes, stream(stream)));
    }

    @Override
    public void copyBetween(long target, long targetContext, long source, long sourceContext, long bytes, long stream) {
        check(
                "cuMemcpyPeerAsync",
                cuMemcpyPeerAsync(
                        new DeviceAddress(target),
                        handles.get(targetContext, CUcontext.class),
                        new DeviceAddress(source),
                        handles.get(sourceContext, CUcontext.class),
                        bytes,
                        stream(stream)));
    }

    @Override
    public void fill(long address, byte value, long bytes, long stream) {
        check("cuMemsetD8Async", cuMemsetD8Async(new DeviceAddress(address), value, bytes, stream(stream)));
    }

    // ---- order ----

    @Override
    public long createStream() {
        Handles.Stream stream = new Handles.Stream();
        check("cuStreamCreate", cuStreamCreate(stream, NON_BLOCKING));
        return handles.add(stream.handle(), stream);
    }

    @Override
    public void destroyStream(long stream) {
        check("cuStreamDestroy", cuStreamDestroy(handles.remove(stream, CUstream.class)));
    }

    @Override
    public void synchronize(long stream) {
        check("cuStreamSynchronize", cuStreamSynchronize(stream(stream)));
    }

    @Override
    public long createEvent(boolean timed) {
        Handles.Event event = new Handles.Event();
        check("cuEventCreate", cuEventCreate(event, timed ? 0 : EVENT_WITHOUT_TIME));
        return handles.add(event.handle(), event);
    }

    private CUevent event(long handle) {
        return handles.get(handle, CUevent.class);
    }

    @Override
    public void destroyEvent(long event) {
        check("cuEventDestroy", cuEventDestroy(handles.remove(event, CUevent.class)));
    }

    @Override
    public void record(long event, long stream) {
        check("cuEventRecord", cuEventRecord(event(event), stream(stream)));
    }

    @Override
    public boolean isDone(long event) {
        int code = cuEventQuery(event(event));
        if (code == CUresult.CUDA_ERROR_NOT_READY) {
            return false;
        }
        check("cuEventQuery", code);
        return true;
    }

    @Override
    public void synchronizeEvent(long event) {
        check("cuEventSynchronize", cuEventSynchronize(event(event)));
    }

    @Override
    public void await(long stream, long event) {
        check("cuStreamWaitEvent", cuStreamWaitEvent(stream(stream), event(event), 0));
    }

    @Override
    public float millisBetween(long first, long second) {
        float[] millis = {0};
        check("cuEventElapsedTime", cuEventElapsedTime(millis, event(first), event(second)));
        return millis[0];
    }

    // ---- code ----

    @Override
    public long loadModule(byte[] ptx) {
        Handles.Module module = new Handles.Module();
        check("cuModuleLoadData", cuModuleLoadData(module, ptx));
        return handles.add(module.handle(), module);
    }

    @Override
    public void unloadModule(long module) {
        check("cuModuleUnload", cuModuleUnload(handles.remove(module, CUmodule.class)));
    }

    @Override
    public long function(long module, String name) {
        Handles.Function function = new Handles.Function();
        check("cuModuleGetFunction", cuModuleGetFunction(function, handles.get(module, CUmodule.class), name));
        return handles.add(function.handle(), function);
    }

    @Override
    public long variable(long module, String name) {
        DeviceAddress address = new DeviceAddress();
        long[] bytes = {0};
        check("cuModuleGetGlobal", cuModuleGetGlobal(address, bytes, handles.get(module, CUmodule.class), name));
        return address.address();
    }

    @Override
    public void setDynamicSharedBytes(long function, int bytes) {
        check(
                "cuFuncSetAttribute",
                cuFuncSetAttribute(handles.get(function, CUfunction.class), MAX_DYNAMIC_SHARED_BYTES, bytes));
    }

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
        int code = kernelCall.run(
                function, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, parameters, parameterBytes);
        if (code != CUresult.CUDA_SUCCESS) {
            throw failure("cuLaunchKernel", code);
        }
    }

    // ---- graphs ----

    @Override
    public void beginCapture(long stream) {
        check("cuStreamBeginCapture", cuStreamBeginCapture(stream(stream), CAPTURE_RELAXED));
    }

    @Override
    public long endCapture(long stream) {
        Handles.Graph graph = new Handles.Graph();
        check("cuStreamEndCapture", cuStreamEndCapture(stream(stream), graph));
        return handles.add(graph.handle(), graph);
    }

    @Override
    public long instantiate(long graph) {
        Handles.GraphExecutable executable = new Handles.GraphExecutable();
        check("cuGraphInstantiate", cuGraphInstantiate(executable, handles.get(graph, CUgraph.class), 0));
        return handles.add(executable.handle(), executable);
    }

    @Override
    public void launchGraph(long executable, long stream) {
        check("cuGraphLaunch", cuGraphLaunch(handles.get(executable, CUgraphExec.class), stream(stream)));
    }

    @Override
    public void destroyGraph(long graph) {
        check("cuGraphDestroy", cuGraphDestroy(handles.remove(graph, CUgraph.class)));
    }

    @Override
    public void destroyExecutable(long executable) {
        check("cuGraphExecDestroy", cuGraphExecDestroy(handles.remove(executable, CUgraphExec.class)));
    }
}
