package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.CachedLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.utilities.TriState;
import java.util.List;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.TdslLanguage;
import tdsl.interpreter.builtins.members.ForeignMembers;
import tdsl.interpreter.runtime.Containers;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;

/// A tensor in the hands of another language: an array whose elements are the sub-tensors of the first axis, down to
/// plain numbers for a vector; a buffer of its bytes, where these lie together in memory; and its attributes and
/// methods as members.
@ExportLibrary(InteropLibrary.class)
public final class TensorObject extends BufferObject {
    private final Tensor tensor;

    public TensorObject(Tensor tensor) {
        this.tensor = tensor;
    }

    @Override
    public Tensor tensor() {
        return tensor;
    }

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

    @ExportMessage(name = "isArrayElementReadable")
    @ExportMessage(name = "isArrayElementModifiable")
    boolean isArrayElement(long index) {
        return tensor.rank() > 0 && index >= 0 && index < tensor.size(0);
    }

    @ExportMessage
    boolean isArrayElementInsertable(@SuppressWarnings("unused") long index) {
        return false;
    }

    @ExportMessage
    @TruffleBoundary
    Object readArrayElement(long index, @CachedLibrary("this") InteropLibrary library)
            throws InvalidArrayIndexException {
        requireElement(index);
        return TdslContext.get(library).entered(() -> {
            Tensor element = tensor.index(List.of(new IndexItem.At(index)));
            return Boundary.toForeign(element.rank() == 0 ? element.item() : element);
        });
    }

    /// `tensor[index] = value`; a value of the wrong kind or shape is an error of the script.
    @ExportMessage
    @TruffleBoundary
    void writeArrayElement(long index, Object value, @CachedLibrary("this") InteropLibrary library)
            throws InvalidArrayIndexException {
        requireElement(index);
        TdslContext.get(library).entered(() -> {
            Containers.set(library, tensor, new Object[] {index}, Boundary.toScript(value));
            return None.VALUE;
        });
    }

    private void requireElement(long index) throws InvalidArrayIndexException {
        if (!isArrayElement(index)) {
            throw InvalidArrayIndexException.create(index);
        }
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return ForeignMembers.names(tensor);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member, @CachedLibrary("this") InteropLibrary library) {
        return ForeignMembers.isReadable(library, tensor, member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member, @CachedLibrary("this") InteropLibrary library) throws UnknownIdentifierException {
        return ForeignMembers.read(library, tensor, member);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberInvocable(String member, @CachedLibrary("this") InteropLibrary library) {
        return ForeignMembers.isInvocable(library, tensor, member);
    }

    @ExportMessage
    @TruffleBoundary
    Object invokeMember(String member, Object[] arguments, @CachedLibrary("this") InteropLibrary library)
            throws UnknownIdentifierException, UnsupportedMessageException {
        return ForeignMembers.invoke(library, tensor, member, arguments);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberModifiable(String member) {
        return ForeignMembers.isWritable(tensor, member);
    }

    @ExportMessage
    boolean isMemberInsertable(@SuppressWarnings("unused") String member) {
        return false;
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String member, Object value, @CachedLibrary("this") InteropLibrary library)
            throws UnknownIdentifierException {
        ForeignMembers.write(library, tensor, member, value);
    }

    /// Two wrappers of one tensor are the same object.
    @ExportMessage
    TriState isIdenticalOrUndefined(Object other) {
        return other instanceof TensorObject object ? TriState.valueOf(tensor == object.tensor) : TriState.UNDEFINED;
    }

    @ExportMessage
    @TruffleBoundary
    int identityHashCode() {
        return System.identityHashCode(tensor);
    }

    @ExportMessage
    boolean hasLanguage() {
        return true;
    }

    @ExportMessage
    Class<? extends TruffleLanguage<?>> getLanguage() {
        return TdslLanguage.class;
    }

    @ExportMessage
    boolean hasMetaObject() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMetaObject() {
        return Kinds.typeOf(tensor);
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return tensor.toString();
    }
}
