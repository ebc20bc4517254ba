package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import tdsl.interpreter.values.text.Display;
import tdsl.tensor.DType;
import tdsl.tensor.Device;

/// An object of the tensor library, such as a dtype, in the hands of another language: it can be shown and passed back.
@ExportLibrary(InteropLibrary.class)
record OpaqueObject(Object value) implements TruffleObject {
    /// Dtypes and devices are known by their names.
    @ExportMessage
    boolean isString() {
        return value instanceof DType || value instanceof Device;
    }

    @ExportMessage
    @TruffleBoundary
    String asString() throws UnsupportedMessageException {
        if (!isString()) {
            throw UnsupportedMessageException.create();
        }
        return value.toString();
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return Display.quoted(value);
    }
}
