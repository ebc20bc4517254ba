package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import tdsl.interpreter.values.text.Display;

/// An object of the tensor library, such as a dtype, in the hands of another language: it can be shown and passed back.
@ExportLibrary(InteropLibrary.class)
record OpaqueObject(Object value) implements TruffleObject {
    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return Display.quoted(value);
    }
}
