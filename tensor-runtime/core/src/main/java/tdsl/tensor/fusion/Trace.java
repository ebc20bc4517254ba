package tdsl.tensor.fusion;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.OperandTypes;

/// Records the pointwise operations that a piece of code applies to tensors that stand for others.
///
/// A traced tensor has shape `[1]` for all tensors with axes, which broadcast alike, or `[]` for those without,
/// since these differ in how they change dtypes.
final class Trace {
    private static final ThreadLocal<Trace> CURRENT = new ThreadLocal<>();
    private static final long[] WITH_AXES = {1};

    /// Inputs first, then one per step.
    private final List<Tensor> values = new ArrayList<>();
    private final Map<Tensor, Integer> numbers = new IdentityHashMap<>();
    private final List<Tape.Step> steps = new ArrayList<>();
    private int inputCount;
    private boolean takesFilledTensors;

    private Trace() {}

    /// Runs code that reads traced tensors.
    ///
    /// @throws NotTraceableException if it did something that is no pointwise operation
    static <T> T run(Function<Trace, T> code) {
        Trace outer = CURRENT.get();
        Trace trace = new Trace();
        CURRENT.set(trace);
        try {
            return code.apply(trace);
        } catch (NotTraceableException failure) {
            throw failure;
        } catch (RuntimeException failure) {
            // An operation that reads elements or shapes finds none that make sense.
            throw new NotTraceableException(failure);
        } finally {
            CURRENT.set(outer);
        }
    }

    /// From now on tensors made with the shape of a traced one count as constants: gradient rules make no others
    /// than of zeros or ones.
    void takeFilledTensors() {
        takesFilledTensors = true;
    }

    static Trace current() {
        return CURRENT.get();
    }

    /// A new input; all are made before the first operation.
    Tensor input(DType dtype, boolean weak, boolean hasAxes) {
        inputCount++;
        return add(Tensor.traced(dtype, weak, hasAxes ? WITH_AXES : new long[0]));
    }

    private Tensor add(Tensor value) {
        numbers.put(value, values.size());
        values.add(value);
        return value;
    }

    /// The kernel of a pointwise op for traced tensors.
    Tensor record(Op op, Args args) {
        Object[] arguments = new Object[args.count()];
        Tensor[] operands = new Tensor[args.count()];
        long[] shape = {};
        for (int i = 0; i < arguments.length; i++) {
            operands[i] = args.tensor(i);
            arguments[i] = argument(operands[i]);
            shape = Shapes.broadcast(op.name(), shape, operands[i].shape());
        }
        DType result = op.pointwise().orElseThrow().output(OperandTypes.compute(op, operands));
        steps.add(new Tape.Step(op, arguments));
        return add(Tensor.traced(result, false, shape));
    }

    /// The kernel of `cast` for traced tensors.
    Tensor recordCast(Op op, Args args) {
        Tensor input = args.tensor(0);
        steps.add(new Tape.Step(op, new Object[] {argument(input), args.value(1)}));
        return add(Tensor.traced(args.value(1, DType.class), false, input.shape()));
    }

    /// A traced value by its number, a tensor of one element as itself.
    private Object argument(Tensor tensor) {
        Integer number = numbers.get(tensor);
        if (number != null) {
            return new Tape.Value(number);
        }
        boolean isConstant = !tensor.device().equals(Device.TRACE)
                && tensor.elementCount() == 1
                && (takesFilledTensors || tensor.rank() == 0);
        if (!isConstant) {
            throw new NotTraceableException(null);
        }
        return tensor;
    }

    /// Everything so far, as a function of the inputs.
    ///
    /// @param result a traced tensor
    Tape tape(Tensor result) {
        if (!(argument(result) instanceof Tape.Value value)) {
            throw new NotTraceableException(null);
        }
        return new Tape(values.stream().map(Tensor::dtype).toList(), inputCount, List.copyOf(steps), value.number());
    }

    /// A program of what was recorded, as far as the results need it.
    ///
    /// @param results traced tensors
    Lowering lower(List<Tensor> results, PointwiseProgram.Reduction reduction) {
        return new Lowering(
                values, inputCount, steps, results.stream().map(numbers::get).toList(), reduction);
    }

    /// Whether this tensor is the value of an operation recorded here.
    boolean isComputed(Tensor tensor) {
        Integer number = numbers.get(tensor);
        return number != null && number >= inputCount;
    }

    /// The number of a traced tensor among the inputs; −1 if it is none.
    int inputNumber(Tensor tensor) {
        Integer number = numbers.get(tensor);
        return number != null && number < inputCount ? number : -1;
    }
}
