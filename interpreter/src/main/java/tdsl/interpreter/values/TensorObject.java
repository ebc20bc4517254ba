package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.Arrays;
import java.util.List;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;

/// A tensor in the hands of another language: an array whose elements are the sub-tensors of the first axis, down to
/// plain numbers for a vector.
@ExportLibrary(InteropLibrary.class)
public record TensorObject(Tensor tensor) implements TruffleObject {
    private static final List<String> MEMBERS = List.of("shape", "dtype", "device", "strides");

    @ExportMessage
    boolean hasArrayElements() {
        return tensor.rank() > 0;
    }

    @ExportMessage
    long getArraySize() throws UnsupportedMessageException {
        if (tensor.rank() == 0) {
            throw UnsupportedMessageException.create();
        }
        return tensor.size(0);
    }

    @ExportMessage
    boolean isArrayElementReadable(long index) {
        return tensor.rank() > 0 && index >= 0 && index < tensor.size(0);
    }

    @ExportMessage
    @TruffleBoundary
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        if (!isArrayElementReadable(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        Tensor element = tensor.index(List.of(new IndexItem.At(index)));
        return element.rank() == 0 ? element.item() : new TensorObject(element);
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new ListValue(MEMBERS);
    }

    @ExportMessage
    boolean isMemberReadable(String member) {
        return MEMBERS.contains(member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        return switch (member) {
            case "shape" -> longs(tensor.shape());
            case "strides" -> longs(tensor.strides());
            case "dtype" -> tensor.dtype().label();
            case "device" -> tensor.device().toString();
            default -> throw UnknownIdentifierException.create(member);
        };
    }

    private static ListValue longs(long[] values) {
        return new ListValue(Arrays.stream(values).boxed().toList());
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return tensor.toString();
    }
}
