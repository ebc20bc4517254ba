package tdsl.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Parameter;
import tdsl.tensor.ops.OpIndex;

/// Random calls of operations, with arguments that mostly have the right type and seldom fit.
final class RandomCalls {
    private static final List<String> TENSORS = List.of(
            "x",
            "y",
            "m",
            "zeros(0)",
            "zeros(2, 0, 3)",
            "tensor(2)",
            "tensor(-1.5)",
            "ones(2, 3, 4)",
            "arange(6)",
            "x > 3",
            "randn(4, 4)",
            "tensor([nan, inf, -inf])",
            "tensor([1, 2, 3], dtype=u8)",
            "ones(3, dtype=f16)",
            "x[::-1]",
            "x.T",
            "ones(3, dtype=f64)",
            "randn(1, 2, 5, 5)",
            "ones(2, 2, 3, 3)",
            "tensor([0, 2, 1])",
            "eye(3)",
            "ones(3).expand(2, 3)",
            "tensor([9223372036854775807, -1])",
            "param(randn(3, 4))",
            "tensor([true, false])");
    private static final List<String> INTEGERS =
            List.of("0", "1", "2", "3", "-1", "-2", "5", "100", "-100", "1000000000000", "-9223372036854775808");
    private static final List<String> REALS = List.of("0.0", "0.5", "-1.5", "1e300", "inf", "nan", "1", "-1");
    private static final List<String> TEXTS =
            List.of("\"mean\"", "\"sum\"", "\"none\"", "\"ij,jk->ik\"", "\"\"", "\"cpu\"", "\"bilinear\"");
    private static final List<String> DTYPES = List.of("f32", "f64", "i64", "u8", "bool", "f16");
    private static final List<String> OTHERS =
            List.of("none", "[]", "[1, 2]", "{a: 1}", "\"text\"", "true", "f", "(1, 2)");

    private static final int MOST_LENGTH = 4;

    private final RandomGenerator random;
    private final List<String> names = new ArrayList<>(OpIndex.shownNames());

    RandomCalls(RandomGenerator random) {
        this.random = random;
    }

    /// A call, such as `x.sum(dim=-1)` or `conv2d(ones(3), m)`.
    String call() {
        Op op = OpIndex.find(pick(names));
        List<Parameter> parameters = op.signature().parameters();
        boolean isMethod = !parameters.isEmpty() && random.nextInt(3) == 0;
        StringJoiner arguments = new StringJoiner(", ", "(", ")");
        boolean isNamed = false;
        for (Parameter parameter : parameters.subList(isMethod ? 1 : 0, parameters.size())) {
            if (!parameter.required() && random.nextInt(3) > 0) {
                isNamed = true;
            } else {
                isNamed |= random.nextInt(8) == 0;
                arguments.add((isNamed && !parameter.variadic() ? parameter.name() + "=" : "") + argument(parameter));
            }
        }
        return (isMethod ? "(" + pick(TENSORS) + ")." : "") + op.name() + arguments;
    }

    private String argument(Parameter parameter) {
        if (random.nextInt(12) == 0) {
            return pick(OTHERS);
        }
        return switch (parameter.type()) {
            case TENSOR -> pick(TENSORS);
            case TENSORS -> list(TENSORS);
            case INT -> pick(INTEGERS);
            case INTS -> random.nextBoolean() ? list(INTEGERS) : pick(INTEGERS);
            case FLOAT -> pick(REALS);
            case NUMBER -> pick(random.nextBoolean() ? REALS : INTEGERS);
            case BOOL -> random.nextBoolean() ? "true" : "false";
            case STRING, DEVICE -> pick(TEXTS);
            case DTYPE -> pick(DTYPES);
            case VALUE -> pick(OTHERS);
        };
    }

    private String list(List<String> from) {
        StringJoiner list = new StringJoiner(", ", "[", "]");
        for (int length = random.nextInt(MOST_LENGTH); length > 0; length--) {
            list.add(pick(from));
        }
        return list.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
