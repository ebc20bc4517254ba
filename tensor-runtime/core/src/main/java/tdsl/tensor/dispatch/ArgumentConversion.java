package tdsl.tensor.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.TypeException;

/// Turns a value of the language into what a parameter takes, or says why it cannot.
final class ArgumentConversion {
    private ArgumentConversion() {}

    static Object convert(String op, Parameter parameter, Object value) {
        if (value == null && parameter.nullable()) {
            return null;
        }
        Object converted = value == null
                ? null
                : switch (parameter.type()) {
                    case TENSOR -> tensor(value);
                    case TENSORS -> tensors(op, parameter, value);
                    case INT -> integer(value);
                    case INTS -> integers(op, parameter, value);
                    case FLOAT -> real(value);
                    case NUMBER -> number(value);
                    case BOOL -> value instanceof Boolean ? value : null;
                    case STRING -> value instanceof String ? value : null;
                    case DTYPE -> value instanceof DType ? value : null;
                    case DEVICE ->
                        value instanceof String name ? Device.parse(name) : value instanceof Device ? value : null;
                    case VALUE -> value;
                };
        if (converted == null) {
            TypeException error = new TypeException(
                    "%s: argument '%s' must be %s%s, not %s",
                    op,
                    parameter.name(),
                    expectation(parameter.type()),
                    parameter.nullable() ? " or none" : "",
                    describe(value));
            hint(parameter.type(), value).ifPresent(error::withHint);
            throw error;
        }
        return converted;
    }

    private static Tensor tensor(Object value) {
        return switch (value) {
            case Tensor tensor -> tensor;
            case Long _, Double _, Boolean _ -> Tensor.weakScalar(value);
            default -> null;
        };
    }

    private static List<Tensor> tensors(String op, Parameter parameter, Object value) {
        if (!(value instanceof List<?> list)) {
            return null;
        }
        List<Tensor> tensors = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object element = list.get(i);
            Tensor tensor = element == null ? null : tensor(element);
            if (tensor == null && !(element == null && parameter.nullable())) {
                throw new TypeException(
                        "%s: element %d of '%s' must be a tensor, not %s", op, i, parameter.name(), describe(element));
            }
            tensors.add(tensor);
        }
        return tensors;
    }

    private static Long integer(Object value) {
        return switch (value) {
            case Long integer -> integer;
            case Tensor tensor when isIntegerScalar(tensor) -> (Long) tensor.item();
            default -> null;
        };
    }

    private static boolean isIntegerScalar(Tensor tensor) {
        return tensor.dtype().isIntegral() && tensor.elementCount() == 1;
    }

    private static long[] integers(String op, Parameter parameter, Object value) {
        if (!(value instanceof List<?> list)) {
            Long single = integer(value);
            return single == null ? null : new long[] {single};
        }
        long[] integers = new long[list.size()];
        for (int i = 0; i < integers.length; i++) {
            Long integer = list.get(i) == null ? null : integer(list.get(i));
            if (integer == null) {
                throw new TypeException(
                        "%s: element %d of '%s' must be an int, not %s",
                        op, i, parameter.name(), describe(list.get(i)));
            }
            integers[i] = integer;
        }
        return integers;
    }

    private static Double real(Object value) {
        return switch (value) {
            case Double real -> real;
            case Long integer -> (double) integer;
            case Tensor tensor
            when tensor.elementCount() == 1 && tensor.item() instanceof Number number -> number.doubleValue();
            default -> null;
        };
    }

    private static Object number(Object value) {
        return switch (value) {
            case Double _, Long _, Boolean _ -> value;
            case Tensor tensor when tensor.elementCount() == 1 -> tensor.item();
            default -> null;
        };
    }

    /// What may have been meant by an argument that does not fit.
    private static Optional<String> hint(ParameterType type, Object value) {
        return Optional.ofNullable(
                switch (type) {
                    case TENSOR -> value instanceof List<?> ? "tensor([…]) makes a tensor of a list" : null;
                    case TENSORS -> value instanceof Tensor ? "several tensors stand in a list: [x, y]" : null;
                    case DTYPE -> dtypeHint(String.valueOf(value));
                    case BOOL -> value instanceof Long ? "write true or false" : null;
                    default -> null;
                });
    }

    private static String dtypeHint(String name) {
        return switch (name) {
            case "float" -> "f32 and f64 are dtypes";
            case "int" -> "i32 and i64 are dtypes";
            default ->
                Arrays.stream(DType.values())
                        .map(DType::label)
                        .filter(label -> label.equals(name))
                        .findFirst()
                        .or(() -> DType.findByLongName(name).map(DType::label))
                        .map(label -> "write " + label + ", without quotes")
                        .orElse(null);
        };
    }

    private static String expectation(ParameterType type) {
        return switch (type) {
            case TENSOR -> "a tensor or number";
            case TENSORS -> "a list of tensors";
            case INT -> "an int";
            case INTS -> "an int or a list of ints";
            case FLOAT, NUMBER -> "a number";
            case BOOL -> "a bool";
            case STRING -> "a string";
            case DTYPE -> "a dtype such as f32";
            case DEVICE -> "a device such as \"cpu\"";
            case VALUE -> "a value";
        };
    }

    private static String describe(Object value) {
        return switch (value) {
            case null -> "none";
            case Long _ -> "an int";
            case Double _ -> "a float";
            case Boolean _ -> "a bool";
            case String _ -> "a string";
            case Tensor tensor -> tensor.describe();
            case List<?> _ -> "a list";
            case DType _ -> "a dtype";
            default -> value.toString();
        };
    }
}
