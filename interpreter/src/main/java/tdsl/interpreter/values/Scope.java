package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tdsl.interpreter.TdslLanguage;
import tdsl.interpreter.values.collections.ListValue;

/// The variables at the top level of a module, or of all sources that were evaluated in a context one after the other.
@ExportLibrary(InteropLibrary.class)
public final class Scope implements TruffleObject {
    private final String name;
    private final Map<String, Cell> cells = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Function<String, Object> unlisted;

    /// @param name how the scope is shown to people
    public Scope(String name) {
        this(name, _ -> null);
    }

    /// @param unlisted values by name that other languages can read as well, though they are not listed; null for
    ///     others
    public Scope(String name, Function<String, Object> unlisted) {
        this.name = name;
        this.unlisted = unlisted;
    }

    /// A scope that has the variables of another one, too.
    public Scope(String name, Scope outer) {
        this(name);
        synchronized (outer.cells) {
            cells.putAll(outer.cells);
        }
    }

    public String name() {
        return name;
    }

    /// Makes a variable that exists elsewhere one of this scope.
    @TruffleBoundary
    public void share(String variable, Cell cell) {
        cells.put(variable, cell);
    }

    /// The variable with this name, made without a value if it is new.
    @TruffleBoundary
    public Cell cell(String variable) {
        return cells.computeIfAbsent(variable, _ -> new Cell());
    }

    /// The value of a variable; null if it does not exist or has no value yet.
    @TruffleBoundary
    public Object get(String variable) {
        Cell cell = cells.get(variable);
        return cell == null ? null : cell.get();
    }

    /// The names of variables that have a value, in the order of their declaration.
    @TruffleBoundary
    public List<String> names() {
        synchronized (cells) {
            return cells.entrySet().stream()
                    .filter(entry -> entry.getValue().isSet())
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /// Forgets every variable.
    @TruffleBoundary
    public void clear() {
        cells.clear();
    }

    @Override
    public String toString() {
        return name;
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
        return new ListValue(names());
    }

    @ExportMessage(name = "isMemberReadable")
    @ExportMessage(name = "isMemberModifiable")
    @TruffleBoundary
    boolean isMemberExisting(String member) {
        return readable(member) != null;
    }

    private Object readable(String member) {
        Object value = get(member);
        return value != null ? value : unlisted.apply(member);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberRemovable(String member) {
        return get(member) != null;
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberInsertable(String member) {
        return readable(member) == null;
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        Object value = readable(member);
        if (value == null) {
            throw UnknownIdentifierException.create(member);
        }
        return Boundary.toForeign(value);
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String member, Object value) {
        cell(member).set(Boundary.toScript(value));
    }

    @ExportMessage
    @TruffleBoundary
    void removeMember(String member) throws UnknownIdentifierException {
        if (get(member) == null) {
            throw UnknownIdentifierException.create(member);
        }
        cells.remove(member);
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return name;
    }
}
