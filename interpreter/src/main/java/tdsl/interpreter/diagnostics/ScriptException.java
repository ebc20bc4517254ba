package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tdsl.tensor.error.ForwardPlace;

/// An error in a script, which the script can catch and which otherwise ends it.
///
/// Other languages and the polyglot API read its members `kind`, `message`, `hint`, `line`, and `diagnostic`: the
/// whole text that a person should see.
@ExportLibrary(InteropLibrary.class)
public final class ScriptException extends AbstractTruffleException implements ForwardPlace {
    private static final long serialVersionUID = 1L;
    private static final List<String> MEMBERS =
            List.of("kind", "message", "hint", "line", "diagnostic", "coloredDiagnostic");

    private final ErrorKind kind;
    private final transient List<Label> labels = new ArrayList<>();
    private final transient List<Diagnostic> before = new ArrayList<>();
    private transient SourceSection section;
    /// In place of the first message; null while that stands.
    private String message;

    private String hint;
    private boolean incompleteSource;
    private boolean hasForwardPlace;

    @TruffleBoundary
    public ScriptException(ErrorKind kind, String message, Node location) {
        this(kind, message, null, location);
    }

    @TruffleBoundary
    public ScriptException(ErrorKind kind, String message, Throwable cause, Node location) {
        super(message, cause, UNLIMITED_STACK_TRACE, location);
        this.kind = kind;
        this.section = Locations.sectionOf(location);
    }

    /// An error that was found before the program ran.
    ///
    /// @param section where it stands; null if there is no such place
    public ScriptException(ErrorKind kind, String message, SourceSection section) {
        super(message, null, UNLIMITED_STACK_TRACE, null);
        this.kind = kind;
        this.section = section;
    }

    /// Several errors found before the program ran, as one exception that shows them all.
    ///
    /// @param diagnostics at least one
    /// @param incompleteSource whether more input could mend them
    public static ScriptException ofAll(List<Diagnostic> diagnostics, boolean incompleteSource) {
        Diagnostic last = diagnostics.getLast();
        ScriptException exception =
                new ScriptException(last.kind(), last.message(), last.where().orElse(null));
        last.hint().ifPresent(exception::withHint);
        exception.before.addAll(diagnostics.subList(0, diagnostics.size() - 1));
        exception.incompleteSource = incompleteSource;
        return exception;
    }

    /// Adds what to do about the error; returns this, to be thrown.
    public ScriptException withHint(String text) {
        hint = text;
        return this;
    }

    /// Adds a hint if there is one; returns this, to be thrown.
    public ScriptException withHint(Optional<String> text) {
        text.ifPresent(this::withHint);
        return this;
    }

    /// Says the same in other words; returns this, to be thrown.
    @TruffleBoundary
    public ScriptException reworded(UnaryOperator<String> ofMessage, UnaryOperator<String> ofHint) {
        message = ofMessage.apply(getMessage());
        hint = hint == null ? null : ofHint.apply(hint);
        return this;
    }

    @Override
    public String getMessage() {
        return message == null ? super.getMessage() : message;
    }

    /// Adds what is known about a part of the source; returns this, to be thrown.
    @TruffleBoundary
    public ScriptException withLabel(SourceSection labelled, String text) {
        labels.add(new Label(labelled, text));
        return this;
    }

    /// Says which forward operation's backward failed here.
    @Override
    @TruffleBoundary
    public void madeAt(Object origin) {
        SourceSection forward = Locations.sectionOf(Origin.nodeOf(origin));
        if (forward != null && !hasForwardPlace) {
            hasForwardPlace = true;
            withLabel(forward, "the forward computation");
        }
    }

    public ErrorKind kind() {
        return kind;
    }

    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /// The line of the error, from 1; 0 if it has no place.
    public int line() {
        return section == null ? 0 : section.getStartLine();
    }

    /// The calls that led to the error, innermost first.
    @TruffleBoundary
    public List<CallSite> trace() {
        return CallSite.of(this);
    }

    /// What to show to people, in order: one diagnostic, or all errors of a source.
    @TruffleBoundary
    public List<Diagnostic> diagnostics() {
        List<Diagnostic> all = new ArrayList<>(before);
        all.add(new Diagnostic(kind, getMessage(), Optional.ofNullable(section), labels, hint(), trace()));
        return all;
    }

    @Override
    public String toString() {
        return kind.label() + ": " + getMessage();
    }

    @ExportMessage
    ExceptionType getExceptionType() {
        return switch (kind) {
            case SYNTAX -> ExceptionType.PARSE_ERROR;
            case INTERRUPTED -> ExceptionType.INTERRUPT;
            default -> ExceptionType.RUNTIME_ERROR;
        };
    }

    @ExportMessage
    boolean isExceptionIncompleteSource() throws UnsupportedMessageException {
        if (kind != ErrorKind.SYNTAX) {
            throw UnsupportedMessageException.create();
        }
        return incompleteSource;
    }

    @ExportMessage
    boolean hasExceptionMessage() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getExceptionMessage() {
        return toString();
    }

    @ExportMessage
    boolean hasSourceLocation() {
        return section != null;
    }

    @ExportMessage
    SourceSection getSourceLocation() throws UnsupportedMessageException {
        if (section == null) {
            throw UnsupportedMessageException.create();
        }
        return section;
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new MemberNames(MEMBERS);
    }

    @ExportMessage
    boolean isMemberReadable(String member) {
        return MEMBERS.contains(member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        return switch (member) {
            case "kind" -> kind.label();
            case "message" -> getMessage();
            case "hint" -> hint().orElse("");
            case "line" -> line();
            case "diagnostic" -> new DiagnosticRenderer(false).render(diagnostics());
            case "coloredDiagnostic" -> new DiagnosticRenderer(true).render(diagnostics());
            default -> throw UnknownIdentifierException.create(member);
        };
    }

    /// The names of members, as other languages read them.
    @ExportLibrary(InteropLibrary.class)
    record MemberNames(List<String> names) implements TruffleObject {
        @ExportMessage
        boolean hasArrayElements() {
            return true;
        }

        @ExportMessage
        long getArraySize() {
            return names.size();
        }

        @ExportMessage
        boolean isArrayElementReadable(long index) {
            return index >= 0 && index < names.size();
        }

        @ExportMessage
        Object readArrayElement(long index) {
            return names.get((int) index);
        }
    }
}
