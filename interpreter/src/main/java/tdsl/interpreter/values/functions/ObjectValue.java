package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.ArityException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.CachedLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.text.Display;

/// An object of a script's class.
@ExportLibrary(InteropLibrary.class)
public final class ObjectValue implements TruffleObject {
    /// The attribute that every object has: whether it is in training mode.
    public static final String TRAINING = "training";

    /// The method that makes objects callable.
    public static final String CALL = "call";

    private final ClassValue type;
    private final Object[] fields;
    private boolean training = true;

    public ObjectValue(ClassValue type) {
        this.type = type;
        this.fields = new Object[type.definition().fieldCount()];
    }

    public ClassValue type() {
        return type;
    }

    public ClassDefinition definition() {
        return type.definition();
    }

    /// The value of a field; null while it is not initialised.
    public Object field(int index) {
        return fields[index];
    }

    public void setField(int index, Object value) {
        fields[index] = value;
    }

    public boolean isTraining() {
        return training;
    }

    public void setTraining(boolean training) {
        this.training = training;
    }

    @Override
    public String toString() {
        return Display.quoted(this);
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new ListValue(definition().memberNames());
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return memberOrNull(member) != null;
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberModifiable(String member) {
        return definition().fieldIndex(member) >= 0;
    }

    @ExportMessage
    boolean isMemberInsertable(@SuppressWarnings("unused") String member) {
        return false;
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberInvocable(String member) {
        return definition().methodIndex(member) >= 0;
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        Object value = memberOrNull(member);
        if (value == null) {
            throw UnknownIdentifierException.create(member);
        }
        return Boundary.toForeign(value);
    }

    private Object memberOrNull(String member) {
        int index = definition().fieldIndex(member);
        if (index >= 0) {
            return fields[index];
        }
        FunctionValue method = type.findMethod(member);
        if (method != null) {
            return new BoundMethod(this, method);
        }
        return member.equals(TRAINING) ? training : null;
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String member, Object value) throws UnknownIdentifierException {
        int index = definition().fieldIndex(member);
        if (index < 0) {
            throw UnknownIdentifierException.create(member);
        }
        fields[index] = Boundary.toScript(value);
    }

    @ExportMessage
    @TruffleBoundary
    Object invokeMember(String member, Object[] arguments, @CachedLibrary("this") InteropLibrary library)
            throws UnknownIdentifierException {
        FunctionValue method = type.findMethod(member);
        if (method == null) {
            throw UnknownIdentifierException.create(member);
        }
        return callFromOutside(method, arguments, library);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isExecutable() {
        return definition().methodIndex(CALL) >= 0;
    }

    @ExportMessage
    @TruffleBoundary
    Object execute(Object[] arguments, @CachedLibrary("this") InteropLibrary library)
            throws UnsupportedMessageException, ArityException {
        FunctionValue method = type.findMethod(CALL);
        if (method == null) {
            throw UnsupportedMessageException.create();
        }
        return callFromOutside(method, arguments, library);
    }

    private Object callFromOutside(FunctionValue method, Object[] arguments, InteropLibrary library) {
        return TdslContext.get(library)
                .entered(() ->
                        Boundary.toForeign(new BoundMethod(this, method).call(library, Boundary.toScript(arguments))));
    }

    @ExportMessage
    boolean hasMetaObject() {
        return true;
    }

    @ExportMessage
    Object getMetaObject() {
        return type;
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
