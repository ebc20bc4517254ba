package tdsl.interpreter.builtins.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tdsl.interpreter.diagnostics.Origin;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.interpreter.values.functions.ClassDefinition;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.tensor.Tensor;

/// What is found below a model: its objects, and its parameters and buffers by their dotted names.
final class ModelState {
    private final DictValue tensors = new DictValue();
    private final List<Object> parameters = new ArrayList<>();
    private final List<ObjectValue> objects = new ArrayList<>();
    private final List<Tensor> everyTensor = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private ModelState() {}

    static ModelState of(Object model) {
        ModelState state = new ModelState();
        state.visit("", model);
        return state;
    }

    /// Parameters and buffers by name. One that is reached in two ways has the name of the first.
    DictValue tensors() {
        return tensors;
    }

    List<Object> parameters() {
        return parameters;
    }

    List<ObjectValue> objects() {
        return objects;
    }

    /// Parameters, buffers and all other tensors.
    List<Tensor> everyTensor() {
        return everyTensor;
    }

    private void visit(String path, Object value) {
        switch (value) {
            case Tensor tensor -> visitTensor(path, tensor);
            case ObjectValue object when seen.add(object) -> visitFields(path, object);
            case ListValue list when seen.add(list) -> visitElements(path, list.elements());
            case TupleValue tuple when seen.add(tuple) -> visitElements(path, tuple.elements());
            case DictValue dict
            when seen.add(dict) -> {
                for (Map.Entry<Object, Object> entry : dict.entries().entrySet()) {
                    visit(join(path, entry.getKey()), entry.getValue());
                }
            }
            case null, default -> {}
        }
    }

    private void visitTensor(String path, Tensor tensor) {
        everyTensor.add(tensor);
        boolean isParameter = Origin.isParameter(tensor);
        if ((isParameter || Origin.isBuffer(tensor)) && seen.add(tensor)) {
            tensors.put(path, tensor);
            if (isParameter) {
                parameters.add(tensor);
            }
        }
    }

    private void visitFields(String path, ObjectValue object) {
        objects.add(object);
        ClassDefinition definition = object.definition();
        int hidden = definition.hiddenFieldCount();
        visitFields(path, object, hidden, definition.fieldCount());
        // A constructor argument that methods use holds part of the model too; a field's name for it goes first.
        visitFields(path, object, 0, hidden);
    }

    private void visitFields(String path, ObjectValue object, int start, int end) {
        for (int i = start; i < end; i++) {
            visit(join(path, object.definition().fieldName(i)), object.field(i));
        }
    }

    private void visitElements(String path, List<Object> elements) {
        for (int i = 0; i < elements.size(); i++) {
            visit(join(path, i), elements.get(i));
        }
    }

    private static String join(String path, Object name) {
        return path.isEmpty() ? name.toString() : path + "." + name;
    }
}
