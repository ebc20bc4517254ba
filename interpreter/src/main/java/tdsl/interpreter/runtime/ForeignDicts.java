package tdsl.interpreter.runtime;

import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.collections.DictValue;

/// Dicts of this language and of others.
public final class ForeignDicts {
    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    private ForeignDicts() {}

    /// The entries of a dict, a foreign hash, or the members of a foreign object.
    ///
    /// @return null if the value is none of these or has a key that is not a string
    public static Map<String, Object> entriesByName(Node site, Object value) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (value instanceof DictValue dict) {
            return dict.entries().entrySet().stream().allMatch(entry -> put(entries, entry.getKey(), entry.getValue()))
                    ? entries
                    : null;
        }
        if (!Boundary.answersMessages(value)) {
            return null;
        }
        try {
            if (INTEROP.hasHashEntries(value)) {
                return addHash(site, value, entries) ? entries : null;
            }
            if (INTEROP.hasMembers(value)) {
                addMembers(site, value, entries);
                return entries;
            }
            return null;
        } catch (InteropException e) {
            throw new IllegalStateException("a foreign object denies what it said it was", e);
        }
    }

    private static boolean addHash(Node site, Object hash, Map<String, Object> entries) throws InteropException {
        for (Object pair : Iteration.toList(site, INTEROP.getHashEntriesIterator(hash))) {
            List<Object> keyAndValue = Iteration.toList(site, pair);
            if (!put(entries, keyAndValue.get(0), keyAndValue.get(1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean put(Map<String, Object> entries, Object key, Object value) {
        if (key instanceof String name) {
            entries.put(name, value);
        }
        return key instanceof String;
    }

    private static void addMembers(Node site, Object object, Map<String, Object> entries) throws InteropException {
        for (Object name : Iteration.toList(site, INTEROP.getMembers(object))) {
            entries.put((String) name, Boundary.toScript(INTEROP.readMember(object, (String) name)));
        }
    }
}
