package tdsl.interpreter.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Span;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.builtins.SharedFunction;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Label;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.TypeValue;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.ParameterType;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.TypeException;

/// Calls of ops and builtins. An op whose arguments are known is called with tensors of their shapes, so that it
/// is the op itself that says what its result is and what is wrong.
final class LibraryCalls {
    /// Examples are small; what the program itself makes large is not tried.
    private static final long MOST_ELEMENTS = 1 << 20;

    private final Analysis analysis;

    LibraryCalls(Analysis analysis) {
        this.analysis = analysis;
    }

    /// What a name that needs no declaration means.
    static Abstract builtin(Object value) {
        return switch (value) {
            case TypeValue _, DType _, Number _, None _ -> new Abstract.Plain(value);
            case CallableValue _ -> new Abstract.Library(value, Optional.empty());
            default -> Abstract.UNKNOWN;
        };
    }

    /// @param positional what comes by position, the receiver of a method included; null if it is not known how much
    /// @param labels     what to show beside an error
    Abstract call(
            Span span, Object function, List<Abstract> positional, Map<String, Abstract> named, List<Label> labels) {
        return switch (function) {
            case OpFunction op -> callOp(span, op.op(), positional, named, labels);
            case SharedFunction shared
            when isOp(shared, positional) -> callOp(span, shared.op().op(), positional, named, labels);
            case Builtin builtin -> callBuiltin(span, builtin, positional, named);
            default -> Abstract.UNKNOWN;
        };
    }

    private static boolean isOp(SharedFunction shared, List<Abstract> positional) {
        return positional != null && !positional.isEmpty() && positional.getFirst() instanceof Abstract.Shaped;
    }

    private Abstract callBuiltin(Span span, Builtin builtin, List<Abstract> positional, Map<String, Abstract> named) {
        if (positional == null) {
            return Abstract.UNKNOWN;
        }
        try {
            builtin.parameters().plan(null, positional.size(), named.keySet().toArray(String[]::new));
        } catch (ScriptException misfit) {
            analysis.report(misfit.kind(), span, misfit.getMessage(), misfit.hint());
        }
        boolean isSame = switch (builtin.name()) {
            case "param", "buffer" -> positional.size() == 1;
            default -> false;
        };
        return isSame ? positional.getFirst() : Abstract.UNKNOWN;
    }

    Abstract callOp(Span span, Op op, List<Abstract> positional, Map<String, Abstract> named, List<Label> labels) {
        if (positional == null) {
            return Abstract.UNKNOWN;
        }
        try {
            Optional<List<Object>> values = examples(positional);
            Optional<List<Object>> namedValues = examples(named.values());
            if (values.isEmpty() || namedValues.isEmpty()) {
                op.check(positional.size(), List.copyOf(named.keySet()));
                return Abstract.UNKNOWN;
            }
            Map<String, Object> byName = new LinkedHashMap<>();
            List<String> names = List.copyOf(named.keySet());
            for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), namedValues.get().get(i));
            }
            Op.PreparedCall call = op.prepare(values.get(), byName);
            return isTried(call.op(), call.arguments()) ? described(call.run()) : Abstract.UNKNOWN;
        } catch (TensorException failure) {
            report(span, failure, labels);
            return Abstract.UNKNOWN;
        }
    }

    /// Reports what depends on shapes and dtypes; what depends on elements, which are made up, is no finding.
    void report(Span span, TensorException failure, List<Label> labels) {
        if (failure instanceof ShapeException
                || failure instanceof DTypeException
                || failure instanceof TypeException
                || failure instanceof IndexException) {
            ErrorKind kind = ErrorKind.find(failure.kind()).orElse(ErrorKind.INTERNAL);
            analysis.report(kind, span, failure.getMessage(), failure.hint(), labels);
        }
    }

    /// Whether an op is called: with at least one tensor, or to make one, and nothing large.
    private static boolean isTried(Op op, Object[] arguments) {
        long elements = 1;
        boolean hasOperands = false;
        boolean hasTensor = false;
        for (int i = 0; i < arguments.length; i++) {
            hasOperands |= op.signature().parameters().get(i).type() == ParameterType.TENSOR;
            switch (arguments[i]) {
                case Tensor tensor -> {
                    hasTensor |= !tensor.isWeak();
                    elements = Math.max(elements, tensor.elementCount());
                }
                case List<?> list -> hasTensor |= list.stream().anyMatch(Tensor.class::isInstance);
                case Long size -> elements = times(elements, size);
                case long[] sizes -> elements = times(elements, sizes);
                case null, default -> {}
            }
            if (elements > MOST_ELEMENTS) {
                return false;
            }
        }
        return hasTensor || !hasOperands;
    }

    /// The product, or some number past the limit: sizes come from programs, and may be anything.
    private static long times(long elements, long... sizes) {
        long product = elements;
        for (long size : sizes) {
            product = Math.min(product, MOST_ELEMENTS + 1) * Math.clamp(size, 1, MOST_ELEMENTS + 1);
        }
        return product;
    }

    private static Abstract described(Object result) {
        return switch (result) {
            case null -> new Abstract.Plain(None.VALUE);
            case Tensor tensor -> shaped(tensor);
            case List<?> list ->
                new Abstract.Sequence(list.stream().map(LibraryCalls::described).toList());
            default -> new Abstract.Plain(result);
        };
    }

    static Abstract.Shaped shaped(Tensor tensor) {
        return new Abstract.Shaped(
                tensor.dtype(), Arrays.stream(tensor.shape()).boxed().toList());
    }

    /// Values as the tensor library takes them; empty if one is not known.
    private Optional<List<Object>> examples(Iterable<Abstract> values) {
        List<Object> examples = new ArrayList<>();
        for (Abstract value : values) {
            Optional<Object> example = example(value);
            if (example.isEmpty()) {
                return Optional.empty();
            }
            examples.add(OpCalls.toLibrary(example.get()));
        }
        return Optional.of(examples);
    }

    private Optional<Object> example(Abstract value) {
        return switch (value) {
            case Abstract.Plain plain -> Optional.of(plain.value());
            case Abstract.Shaped shaped -> tensor(shaped).map(Object.class::cast);
            case Abstract.Sequence sequence -> examples(sequence.elements()).map(Object.class::cast);
            case Abstract.Unknown _, Abstract.Library _, Abstract.Script _, Abstract.Module _ -> Optional.empty();
        };
    }

    /// A tensor of a shape; empty if it would be large.
    Optional<Tensor> tensor(Abstract.Shaped shaped) {
        long[] shape = shaped.shape().stream().mapToLong(Long::longValue).toArray();
        if (times(1, shape) > MOST_ELEMENTS) {
            return Optional.empty();
        }
        return Optional.of(Tensor.empty(shaped.dtype(), shape).fill_(analysis.filling()));
    }
}
