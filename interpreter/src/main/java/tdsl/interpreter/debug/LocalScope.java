package tdsl.interpreter.debug;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.MaterializedFrame;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tdsl.interpreter.TdslLanguage;
import tdsl.interpreter.nodes.function.FunctionRootNode;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.collections.ListValue;

/// The variables that code at one place of a function sees, while the function runs.
@ExportLibrary(InteropLibrary.class)
public final class LocalScope implements TruffleObject {
    private final RootNode function;
    /// By name, in the order of their declarations.
    private final Map<String, VisibleVariable> variables;

    private final MaterializedFrame frame;

    private LocalScope(RootNode function, Map<String, VisibleVariable> variables, MaterializedFrame frame) {
        this.function = function;
        this.variables = variables;
        this.frame = frame;
    }

    /// @param frame null if only the names are wanted
    @TruffleBoundary
    public static LocalScope at(Node node, MaterializedFrame frame) {
        FunctionRootNode function = (FunctionRootNode) node.getRootNode();
        SourceSection section = node.getEncapsulatingSourceSection();
        int position = section == null ? 0 : section.getCharIndex();
        Map<String, VisibleVariable> visible = new LinkedHashMap<>();
        for (VisibleVariable variable : function.variables()) {
            boolean isInBlock = position < variable.end();
            boolean isShadowed =
                    variable.place() == VisibleVariable.Place.CAPTURED && visible.containsKey(variable.name());
            if (isInBlock && !isShadowed && (frame == null || variable.value(frame) != null)) {
                visible.put(variable.name(), variable);
            }
        }
        return new LocalScope(function, visible, frame);
    }

    List<VisibleVariable> variables() {
        return new ArrayList<>(variables.values());
    }

    @ExportMessage
    boolean isScope() {
        return true;
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
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new ListValue(List.copyOf(variables.keySet()));
    }

    @ExportMessage(name = "isMemberReadable")
    @ExportMessage(name = "isMemberModifiable")
    @TruffleBoundary
    boolean isMember(String member) {
        return frame != null && variables.containsKey(member);
    }

    @ExportMessage
    boolean isMemberInsertable(@SuppressWarnings("unused") String member) {
        return false;
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        return Boundary.toForeign(required(member).value(frame));
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String member, Object value) throws UnknownIdentifierException {
        required(member).set(frame, Boundary.toScript(value));
    }

    private VisibleVariable required(String member) throws UnknownIdentifierException {
        if (!isMember(member)) {
            throw UnknownIdentifierException.create(member);
        }
        return variables.get(member);
    }

    @ExportMessage
    boolean hasSourceLocation() {
        return function.getSourceSection() != null;
    }

    @ExportMessage
    SourceSection getSourceLocation() throws UnsupportedMessageException {
        if (!hasSourceLocation()) {
            throw UnsupportedMessageException.create();
        }
        return function.getSourceSection();
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return function.getName();
    }
}
