package tdsl.interpreter.values.functions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the source of a class says: its fields in order, and its methods.
///
/// The constructor's parameters are fields too, which only the class's own code sees: they come first.
public final class ClassDefinition {
    private final String name;
    private final FunctionCode constructor;
    private final List<String> fieldNames;
    private final int hiddenFieldCount;
    private final Map<String, Integer> visibleFields = new HashMap<>();
    private final Map<String, Integer> methodIndices = new HashMap<>();

    /// @param constructor takes the object to be filled like a method, and the arguments
    /// @param fieldNames all fields in order
    /// @param hiddenFieldCount how many of the first ones are constructor parameters
    /// @param methodNames in the order in which {@link ClassValue} holds the methods
    public ClassDefinition(
            String name,
            FunctionCode constructor,
            List<String> fieldNames,
            int hiddenFieldCount,
            List<String> methodNames) {
        this.name = name;
        this.constructor = constructor;
        this.fieldNames = List.copyOf(fieldNames);
        this.hiddenFieldCount = hiddenFieldCount;
        for (int i = hiddenFieldCount; i < fieldNames.size(); i++) {
            visibleFields.put(fieldNames.get(i), i);
        }
        for (int i = 0; i < methodNames.size(); i++) {
            methodIndices.put(methodNames.get(i), i);
        }
    }

    public String name() {
        return name;
    }

    public FunctionCode constructor() {
        return constructor;
    }

    public int fieldCount() {
        return fieldNames.size();
    }

    public int hiddenFieldCount() {
        return hiddenFieldCount;
    }

    public String fieldName(int index) {
        return fieldNames.get(index);
    }

    /// The index of a field that scripts can name, or -1.
    public int fieldIndex(String field) {
        return visibleFields.getOrDefault(field, -1);
    }

    /// The index of a method, or -1.
    public int methodIndex(String method) {
        return methodIndices.getOrDefault(method, -1);
    }

    /// Every name that may follow the dot, for suggestions and completion.
    public List<String> memberNames() {
        List<String> names = new ArrayList<>(fieldNames.subList(hiddenFieldCount, fieldNames.size()));
        names.addAll(methodIndices.keySet());
        names.add(ObjectValue.TRAINING);
        return names;
    }
}
