package tdsl.interpreter.translate.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fields of a class while it is translated: first the constructor's parameters, then the declared fields.
public final class ClassFields {
    private final List<String> names = new ArrayList<>();
    /// The field that a name means; a field hides a parameter of the same name once it is declared.
    private final Map<String, Integer> visible = new HashMap<>();

    private final Set<String> methods = new HashSet<>();

    private int hiddenCount;

    public void addParameter(String name) {
        add(name);
        hiddenCount++;
    }

    /// @return the field's index
    public int add(String name) {
        visible.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    public void addMethod(String name) {
        methods.add(name);
    }

    public boolean hasMethod(String name) {
        return methods.contains(name);
    }

    /// True if a field, not merely a parameter, has this name.
    public boolean isDeclared(String name) {
        return visible.getOrDefault(name, -1) >= hiddenCount;
    }

    /// The index of the field that a name means; -1 if it means none.
    public int indexOf(String name) {
        return visible.getOrDefault(name, -1);
    }

    public Set<String> visibleNames() {
        return visible.keySet();
    }

    public List<String> names() {
        return names;
    }

    public int hiddenCount() {
        return hiddenCount;
    }
}
