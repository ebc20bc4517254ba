package tdsl.tensor.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.TypeException;

/// The name, parameters and result of an op, and how arguments are matched with them.
///
/// @param result as written in the declaration, such as `Tensor` or `(Tensor, Tensor)`
public record Signature(String name, List<Parameter> parameters, String result) {
    /// What parameters are called in NumPy, and what here.
    private static final Map<String, String> NUMPY_NAMES = Map.of(
            "axis", "dim",
            "axes", "dims",
            "keepdims", "keepdim",
            "size", "shape",
            "newshape", "shape",
            "ddof", "correction",
            "a_min", "min",
            "a_max", "max",
            "x", "input",
            "a", "input");

    /// Arguments in the order of the parameters, converted to what kernels take.
    ///
    /// @param positional Long, Double, Boolean, String, Tensor, DType, Device, List, null or other values
    /// @param named      by parameter name
    /// @throws TypeException naming the op, the parameter and what it got
    public Object[] bind(List<?> positional, Map<String, ?> named) {
        Object[] bound = new Object[parameters.size()];
        boolean[] given = new boolean[bound.length];
        bindPositional(positional, bound, given);
        bindNamed(named, bound, given);
        for (int i = 0; i < bound.length; i++) {
            Parameter parameter = parameters.get(i);
            if (given[i]) {
                continue;
            }
            if (parameter.required()) {
                throw missing(parameter);
            }
            bound[i] = parameter.defaultValue();
        }
        return bound;
    }

    /// Checks that every argument of a call has a place, and every place that needs one an argument, without
    /// knowing the values.
    ///
    /// @throws TypeException as {@link #bind}
    public void check(int positionalCount, List<String> names) {
        int places = parameters.stream().anyMatch(Parameter::variadic) ? Integer.MAX_VALUE : parameters.size();
        if (positionalCount > places) {
            throw tooMany(positionalCount);
        }
        int filled = filledBy(positionalCount);
        for (String given : names) {
            int index = indexOf(given);
            if (index < 0) {
                throw unknownParameter(given);
            }
            if (index < filled) {
                throw new TypeException("%s: argument '%s' is given twice", name, given);
            }
        }
        for (int i = filled; i < parameters.size(); i++) {
            if (parameters.get(i).required()
                    && !names.contains(parameters.get(i).name())) {
                throw missing(parameters.get(i));
            }
        }
    }

    /// How many parameters so many positional arguments fill: what takes the remaining ones is one of them.
    private int filledBy(int positionalCount) {
        for (int i = 0; i < positionalCount && i < parameters.size(); i++) {
            if (parameters.get(i).variadic()) {
                return i + 1;
            }
        }
        return positionalCount;
    }

    private TensorException missing(Parameter parameter) {
        return new TypeException("%s: missing argument '%s'", name, parameter.name()).withHint("signature: %s", this);
    }

    private TensorException tooMany(int given) {
        return new TypeException("%s: %d arguments given, but it takes %s", name, given, countText(parameters.size()))
                .withHint("signature: %s", this);
    }

    private void bindPositional(List<?> positional, Object[] bound, boolean[] given) {
        int next = 0;
        for (int i = 0; i < bound.length && next < positional.size(); i++) {
            Parameter parameter = parameters.get(i);
            given[i] = true;
            if (parameter.variadic() && !(positional.get(next) instanceof List<?>)) {
                bound[i] = ArgumentConversion.convert(name, parameter, positional.subList(next, positional.size()));
                return;
            }
            bound[i] = ArgumentConversion.convert(name, parameter, positional.get(next++));
        }
        if (next < positional.size()) {
            throw tooMany(positional.size());
        }
    }

    private void bindNamed(Map<String, ?> named, Object[] bound, boolean[] given) {
        for (Map.Entry<String, ?> argument : named.entrySet()) {
            int index = indexOf(argument.getKey());
            if (index < 0) {
                throw unknownParameter(argument.getKey());
            }
            if (given[index]) {
                throw new TypeException("%s: argument '%s' is given twice", name, argument.getKey());
            }
            given[index] = true;
            bound[index] = ArgumentConversion.convert(name, parameters.get(index), argument.getValue());
        }
    }

    /// The position of the parameter with this name, or −1.
    public int indexOf(String parameterName) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(parameterName)) {
                return i;
            }
        }
        return -1;
    }

    private TypeException unknownParameter(String unknown) {
        TypeException error = new TypeException("%s: no parameter is called '%s'", name, unknown);
        String[] names = parameters.stream().map(Parameter::name).toArray(String[]::new);
        Optional.ofNullable(NUMPY_NAMES.get(unknown))
                .filter(name -> indexOf(name) >= 0)
                .or(() -> NearestName.of(unknown, Arrays.asList(names)))
                .ifPresentOrElse(
                        nearest -> error.withHint("did you mean '%s'?", nearest),
                        () -> error.withHint("signature: %s", this));
        return error;
    }

    private static String countText(int count) {
        return count == 0 ? "none" : count == 1 ? "at most 1" : "at most " + count;
    }

    @Override
    public String toString() {
        return parameters.stream().map(Parameter::toString).collect(Collectors.joining(", ", name + "(", ") -> "))
                + result;
    }
}
