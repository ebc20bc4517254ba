package tdsl.interpreter.builtins;

import com.oracle.truffle.api.TruffleLanguage.Env;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Tensors over the memory of others.
final class BufferBuiltins {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "frombuffer(buffer, *, dtype=none, count=-1, offset=0)",
                    "A vector of the elements in a buffer of the host or of another language: `count` of them, or all,"
                            + " from byte `offset` on; of dtype f32 unless another is named. It shares the memory of a"
                            + " direct Java `ByteBuffer`, in native byte order, and copies any other.",
                    BufferBuiltins::fromBuffer);

    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    private BufferBuiltins() {}

    private static Object fromBuffer(BuiltinCall call) {
        DType dtype = call.has(1) ? dtype(call) : DType.FLOAT32;
        long offset = call.integerOr(3, 0);
        long available = byteSize(call) - offset;
        if (offset < 0 || available < 0) {
            throw call.error(ErrorKind.VALUE, "offset %d is outside of the buffer's %d bytes", offset, byteSize(call));
        }
        long count = call.integerOr(2, -1) < 0 ? available / dtype.byteSize() : call.integer(2);
        if (count > available / dtype.byteSize()) {
            throw call.error(
                    ErrorKind.VALUE,
                    "%d elements of %s take %d bytes, and the buffer has %d from offset %d on",
                    count,
                    dtype,
                    count * dtype.byteSize(),
                    available,
                    offset);
        }
        MemorySegment shared = sharedMemory(call, dtype, offset);
        Tensor tensor = shared != null ? Tensor.ofMemory(shared, dtype, count) : copy(call, dtype, offset, count);
        return OpCalls.toScript(call.site(), tensor);
    }

    private static DType dtype(BuiltinCall call) {
        if (OpCalls.toLibrary(call.value(1)) instanceof DType dtype) {
            return dtype;
        }
        throw call.error(ErrorKind.TYPE, "dtype must be a dtype such as f32, not %s", Kinds.describe(call.value(1)));
    }

    private static long byteSize(BuiltinCall call) {
        Object buffer = call.value(0);
        try {
            if (Boundary.answersMessages(buffer) && INTEROP.hasBufferElements(buffer)) {
                return INTEROP.getBufferSize(buffer);
            }
        } catch (InteropException e) {
            throw new IllegalStateException("a foreign buffer denies that it is one", e);
        }
        throw call.error(ErrorKind.TYPE, "buffer must be a buffer, not %s", Kinds.describe(buffer));
    }

    /// Null unless the memory can be shared: it must keep its address, which must be a multiple of the element's size.
    private static MemorySegment sharedMemory(BuiltinCall call, DType dtype, long offset) {
        Env env = call.context().env();
        Object buffer = call.value(0);
        if (!env.isHostObject(buffer) || !(env.asHostObject(buffer) instanceof ByteBuffer bytes) || !bytes.isDirect()) {
            return null;
        }
        // Other languages see the whole buffer, wherever its position is.
        MemorySegment memory = MemorySegment.ofBuffer(bytes.duplicate().clear()).asSlice(offset);
        return memory.address() % dtype.byteSize() == 0 ? memory : null;
    }

    private static Tensor copy(BuiltinCall call, DType dtype, long offset, long count) {
        Tensor tensor = Tensor.empty(dtype, count);
        byte[] bytes = new byte[Math.toIntExact(count * dtype.byteSize())];
        try {
            INTEROP.readBuffer(call.value(0), offset, bytes, 0, bytes.length);
        } catch (InteropException e) {
            throw new IllegalStateException("a foreign buffer denies what it said it has", e);
        }
        tensor.storage().segment().copyFrom(MemorySegment.ofArray(bytes));
        return tensor;
    }
}
