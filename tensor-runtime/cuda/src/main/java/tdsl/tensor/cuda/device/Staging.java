package tdsl.tensor.cuda.device;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.cuda.driver.Driver;

/// Copies between the host's ordinary memory and a device, by way of two pinned buffers that take turns: while the
/// device reads or writes one, the processor does with the other.
final class Staging {
    private static final long BUFFER_BYTES = 4 << 20;

    private final Driver driver;
    private final long stream;
    private final Buffer[] buffers = new Buffer[2];
    private int turn;

    /// @param idle an event that is reached when the device no longer uses the buffer
    private record Buffer(long address, MemorySegment memory, long idle) {}

    Staging(Driver driver, long stream) {
        this.driver = driver;
        this.stream = stream;
    }

    @SuppressWarnings("restricted")
    private Buffer next() {
        turn = 1 - turn;
        if (buffers[turn] == null) {
            long address = driver.allocatePinned(BUFFER_BYTES);
            MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(BUFFER_BYTES);
            buffers[turn] = new Buffer(address, memory, driver.createEvent(false));
        } else {
            driver.synchronizeEvent(buffers[turn].idle);
        }
        return buffers[turn];
    }

    /// When this returns, the source may be changed; the copy may still be under way.
    synchronized void toDevice(MemorySegment source, long target) {
        for (long done = 0; done < source.byteSize(); done += BUFFER_BYTES) {
            long bytes = Math.min(BUFFER_BYTES, source.byteSize() - done);
            Buffer buffer = next();
            MemorySegment.copy(source, done, buffer.memory, 0, bytes);
            driver.copyToDevice(target + done, buffer.address, bytes, stream);
            driver.record(buffer.idle, stream);
        }
    }

    /// Returns when all bytes are there.
    synchronized void toHost(long source, MemorySegment target) {
        Buffer filling = null;
        for (long done = 0; done < target.byteSize(); done += BUFFER_BYTES) {
            Buffer buffer = next();
            driver.copyToHost(buffer.address, source + done, Math.min(BUFFER_BYTES, target.byteSize() - done), stream);
            driver.record(buffer.idle, stream);
            unload(filling, target, done - BUFFER_BYTES);
            filling = buffer;
        }
        unload(filling, target, (target.byteSize() - 1) / BUFFER_BYTES * BUFFER_BYTES);
    }

    private void unload(Buffer buffer, MemorySegment target, long start) {
        if (buffer != null) {
            driver.synchronizeEvent(buffer.idle);
            MemorySegment.copy(buffer.memory, 0, target, start, Math.min(BUFFER_BYTES, target.byteSize() - start));
        }
    }
}
