package tdsl.tensor.cuda.driver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;

/// JCuda's objects for the driver's handles, by the numbers that the handles are. Only subclasses of JCuda's classes
/// get
/// to see these.
final class Handles {
    private final Map<Long, NativePointerObject> objects = new ConcurrentHashMap<>();

    long add(long handle, NativePointerObject object) {
        objects.put(handle, object);
        return handle;
    }

    <T extends NativePointerObject> T get(long handle, Class<T> type) {
        return type.cast(objects.get(handle));
    }

    <T extends NativePointerObject> T remove(long handle, Class<T> type) {
        return type.cast(objects.remove(handle));
    }

    static final class Context extends CUcontext {
        long handle() {
            return getNativePointer();
        }
    }

    static final class Stream extends CUstream {
        long handle() {
            return getNativePointer();
        }
    }

    static final class Event extends CUevent {
        long handle() {
            return getNativePointer();
        }
    }

    static final class Module extends CUmodule {
        long handle() {
            return getNativePointer();
        }
    }

    static final class Function extends CUfunction {
        long handle() {
            return getNativePointer();
        }
    }

    static final class Graph extends CUgraph {
        long handle() {
            return getNativePointer();
        }
    }

    static final class GraphExecutable extends CUgraphExec {
        long handle() {
            return getNativePointer();
        }
    }

    /// An address on the device.
    static final class DeviceAddress extends CUdeviceptr {
        DeviceAddress() {}

        DeviceAddress(long address) {
            super(new CUdeviceptr(), address);
        }

        long address() {
            return getNativePointer() + getByteOffset();
        }
    }

    /// An address in the host's memory.
    static final class HostAddress extends Pointer {
        HostAddress() {}

        HostAddress(long address) {
            super(address);
        }

        long address() {
            return getNativePointer();
        }
    }
}
