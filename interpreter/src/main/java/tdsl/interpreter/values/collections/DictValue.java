package tdsl.interpreter.values.collections;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnknownKeyException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.text.Display;

/// A dict in insertion order: `{a: 1, "b c": 2}`. Keys are none, bools, numbers, strings, and tuples of these; anything
/// else is a key by identity, except that lists and dicts, which may change, are refused by {@link #canBeKey}.
@ExportLibrary(InteropLibrary.class)
public final class DictValue implements TruffleObject, Iterable<Object> {
    private final LinkedHashMap<Object, Object> entries;

    public DictValue() {
        entries = new LinkedHashMap<>();
    }

    public DictValue(DictValue other) {
        entries = new LinkedHashMap<>(other.entries);
    }

    /// The form in which a key is stored: numbers that are equal, as `1` and `1.0` are, must find the same entry.
    public static Object key(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 0x1p63) {
            return number.longValue();
        }
        return value;
    }

    public static boolean canBeKey(Object value) {
        return switch (value) {
            case ListValue _, DictValue _ -> false;
            case TupleValue tuple -> tuple.elements().stream().allMatch(DictValue::canBeKey);
            default -> true;
        };
    }

    public int size() {
        return entries.size();
    }

    /// The value stored under a key; null when there is none.
    @TruffleBoundary
    public Object get(Object key) {
        return entries.get(key(key));
    }

    @TruffleBoundary
    public void put(Object key, Object value) {
        entries.put(key(key), value);
    }

    @TruffleBoundary
    public boolean contains(Object key) {
        return entries.containsKey(key(key));
    }

    /// Removes an entry and returns its value; null when there is none.
    @TruffleBoundary
    public Object remove(Object key) {
        return entries.remove(key(key));
    }

    /// The entries themselves, not a copy.
    public Map<Object, Object> entries() {
        return entries;
    }

    /// Iterating a dict gives its keys.
    @Override
    public Iterator<Object> iterator() {
        return entries.keySet().iterator();
    }

    @Override
    public String toString() {
        return Display.quoted(this);
    }

    @ExportMessage
    boolean hasHashEntries() {
        return true;
    }

    @ExportMessage
    long getHashSize() {
        return entries.size();
    }

    @ExportMessage(name = "isHashEntryReadable")
    @ExportMessage(name = "isHashEntryModifiable")
    @ExportMessage(name = "isHashEntryRemovable")
    @TruffleBoundary
    boolean isHashEntry(Object key) {
        return contains(Boundary.toScript(key));
    }

    @ExportMessage
    @TruffleBoundary
    boolean isHashEntryInsertable(Object key) {
        Object scriptKey = Boundary.toScript(key);
        return canBeKey(scriptKey) && !contains(scriptKey);
    }

    @ExportMessage
    @TruffleBoundary
    Object readHashValue(Object key) throws UnknownKeyException {
        Object value = get(Boundary.toScript(key));
        if (value == null) {
            throw UnknownKeyException.create(key);
        }
        return Boundary.toForeign(value);
    }

    @ExportMessage
    @TruffleBoundary
    void writeHashEntry(Object key, Object value) {
        put(Boundary.toScript(key), Boundary.toScript(value));
    }

    @ExportMessage
    @TruffleBoundary
    void removeHashEntry(Object key) throws UnknownKeyException {
        if (remove(Boundary.toScript(key)) == null) {
            throw UnknownKeyException.create(key);
        }
    }

    @ExportMessage
    @TruffleBoundary
    Object getHashEntriesIterator() {
        return new ForeignIterator(entries.entrySet().stream()
                .map(entry -> TupleValue.of(entry.getKey(), entry.getValue()))
                .iterator());
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new ListValue(
                entries.keySet().stream().filter(String.class::isInstance).toList());
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return entries.containsKey(member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        Object value = entries.get(member);
        if (value == null) {
            throw UnknownIdentifierException.create(member);
        }
        return Boundary.toForeign(value);
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
