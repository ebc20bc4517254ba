package tdsl.tensor.cuda.pointwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Layout;
import tdsl.tensor.StridedAxes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.ptx.KernelSource;
import tdsl.tensor.cuda.ptx.Variant;
import tdsl.tensor.cuda.ptx.Variant.Form;
import tdsl.tensor.cuda.ptx.Variant.Source;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;

/// How the operands of one call come and lie.
///
/// @param axes null unless elements are walked over by strides; of the inputs with elements, and then of the results
/// that
///     are not reduced
record Operands(Tensor[] inputs, List<Source> sources, Form form, StridedAxes axes) {
    private static final int LARGEST_VECTOR = 16;

    static Operands of(PointwiseProgram program, Tensor[] inputs, Tensor[] outputs, long[] shape, long count) {
        Source[] sources = new Source[inputs.length];
        List<Tensor> walked = new ArrayList<>();
        boolean linear = true;
        for (int i = 0; i < inputs.length; i++) {
            sources[i] = source(inputs[i]);
            if (sources[i] == Source.ELEMENTS) {
                walked.add(inputs[i]);
                linear &= inputs[i].isContiguous() && inputs[i].layout().hasShape(shape);
            }
        }
        for (int i = 0; i < outputs.length; i++) {
            if (program.results().get(i).reduction() == Reduction.NONE) {
                walked.add(outputs[i]);
                linear &= outputs[i].isContiguous();
            }
        }
        List<Source> listed = Arrays.asList(sources);
        if (linear || walked.isEmpty() || count <= 1) {
            return new Operands(inputs, listed, linearForm(walked), null);
        }
        StridedAxes axes = axes(walked, shape);
        if (axes.isLinear() && walked.stream().allMatch(tensor -> startsAtItsLowest(tensor))) {
            return new Operands(inputs, listed, linearForm(walked), null);
        }
        return new Operands(
                inputs, listed, isSmall(axes, walked.size(), count) ? Form.STRIDED : Form.STRIDED_LARGE, axes);
    }

    /// Whether the first element is that with the lowest address, as when no stride is negative.
    private static boolean startsAtItsLowest(Tensor tensor) {
        return tensor.layout().lowest() == tensor.layout().offset();
    }

    private static Source source(Tensor input) {
        if (input.device() == Device.CPU) {
            return Source.VALUE;
        }
        return input.elementCount() == 1 ? Source.SINGLE : Source.ELEMENTS;
    }

    private static Form linearForm(List<Tensor> walked) {
        for (Tensor tensor : walked) {
            int vector = Math.min(
                    LARGEST_VECTOR, KernelSource.VECTOR * tensor.dtype().byteSize());
            if (tensor.address() % vector != 0) {
                return Form.LINEAR;
            }
        }
        return Form.VECTORS;
    }

    /// Axes in the order of the last operand's strides, which is a result if any is stored.
    private static StridedAxes axes(List<Tensor> walked, long[] shape) {
        Layout[] layouts = new Layout[walked.size()];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = walked.get(i).layout().expand("pointwise", shape);
        }
        return StridedAxes.of(layouts.length - 1, layouts);
    }

    private static boolean isSmall(StridedAxes axes, int operands, long count) {
        boolean small = count <= Integer.MAX_VALUE;
        for (int operand = 0; operand < operands; operand++) {
            for (int axis = 0; axis < axes.rank(); axis++) {
                small &= Math.abs(axes.stride(operand, axis)) <= Integer.MAX_VALUE;
            }
        }
        return small;
    }

    /// @param stored what each result goes to
    Variant variant(Tensor[] stored) {
        DType[] dtypes = new DType[stored.length];
        for (int i = 0; i < dtypes.length; i++) {
            dtypes[i] = stored[i].dtype();
        }
        return new Variant(sources, Arrays.asList(dtypes), form, axes == null ? 0 : axes.rank());
    }

    /// Passes what the kernel of that variant takes.
    void pass(Launch launch, Tensor[] stored, long count) {
        launch.int64(count);
        for (int i = 0; i < inputs.length; i++) {
            if (sources.get(i) == Source.VALUE) {
                passValue(launch, inputs[i].item());
            } else {
                launch.tensor(inputs[i]);
            }
        }
        for (Tensor tensor : stored) {
            launch.tensor(tensor);
        }
        for (int axis = 0; axes != null && axis < axes.rank(); axis++) {
            launch.int64(axes.size(axis));
        }
        for (int operand = 0; axes != null && operand < axes.operandCount(); operand++) {
            for (int axis = 0; axis < axes.rank(); axis++) {
                launch.int64(axes.stride(operand, axis));
            }
        }
    }

    private static void passValue(Launch launch, Object value) {
        switch (value) {
            case Double real -> launch.float64(real);
            case Long integer -> launch.int64(integer);
            case Boolean flag -> launch.int64(flag ? 1 : 0);
            default -> throw new IllegalStateException("no element is a " + value.getClass());
        }
    }
}
