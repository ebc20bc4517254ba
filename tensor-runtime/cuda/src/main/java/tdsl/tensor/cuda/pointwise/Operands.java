package tdsl.tensor.cuda.pointwise;

import java.util.ArrayList;
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
record Operands(Tensor[] inputs, Source[] sources, Form form, StridedAxes axes) {
    private static final int LARGEST_ACCESS = 16;

    static Operands of(PointwiseProgram program, Tensor[] inputs, Tensor[] outputs, long[] shape, long count) {
        Source[] sources = new Source[inputs.length];
        List<Tensor> walked = new ArrayList<>(inputs.length + 1);
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
        if (linear || count <= 1) {
            return new Operands(inputs, sources, linearForm(walked), null);
        }
        StridedAxes axes = axes(walked, shape);
        if (axes.isLinear()) {
            return new Operands(inputs, sources, linearForm(walked), null);
        }
        Form form = stridedForm(walked, axes, count);
        if (form == Form.STRIDED_VECTORS) {
            markRepeated(sources, axes);
        }
        return new Operands(inputs, sources, form, axes);
    }

    private static Source source(Tensor input) {
        if (input.device() == Device.CPU) {
            return Source.VALUE;
        }
        return input.elementCount() == 1 ? Source.SINGLE : Source.ELEMENTS;
    }

    private static Form linearForm(List<Tensor> walked) {
        for (Tensor tensor : walked) {
            if (!startsAtVector(tensor)) {
                return Form.LINEAR;
            }
        }
        return Form.VECTORS;
    }

    private static boolean startsAtVector(Tensor tensor) {
        int bytes =
                Math.min(LARGEST_ACCESS, KernelSource.VECTOR * tensor.dtype().byteSize());
        return tensor.address() % bytes == 0;
    }

    /// Axes in the order of the last operand's strides, which is a result if any is stored.
    private static StridedAxes axes(List<Tensor> walked, long[] shape) {
        Layout[] layouts = new Layout[walked.size()];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = walked.get(i).layout().expand("pointwise", shape);
        }
        return StridedAxes.of(layouts.length - 1, layouts);
    }

    private static Form stridedForm(List<Tensor> walked, StridedAxes axes, long count) {
        boolean small = count <= Integer.MAX_VALUE;
        boolean vectors = axes.size(axes.rank() - 1) % KernelSource.VECTOR == 0;
        for (int operand = 0; operand < walked.size(); operand++) {
            long inner = axes.stride(operand, axes.rank() - 1);
            vectors &= inner == 0 || inner == 1 && startsAtVector(walked.get(operand));
            for (int axis = 0; axis < axes.rank(); axis++) {
                long stride = axes.stride(operand, axis);
                small &= Math.abs(stride) <= Integer.MAX_VALUE;
                boolean isInnermost = axis == axes.rank() - 1;
                vectors &= isInnermost || inner == 0 || stride % KernelSource.VECTOR == 0;
            }
        }
        // A result is never repeated: its elements are distinct.
        return small && vectors ? Form.STRIDED_VECTORS : small ? Form.STRIDED : Form.STRIDED_LARGE;
    }

    private static void markRepeated(Source[] sources, StridedAxes axes) {
        int operand = 0;
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] == Source.ELEMENTS) {
                boolean repeated = axes.stride(operand++, axes.rank() - 1) == 0;
                sources[i] = repeated ? Source.REPEATED : Source.ELEMENTS;
            }
        }
    }

    /// A number for what {@link #variant} depends on, of all that may differ between two calls of one program.
    ///
    /// @param partial whether partial results are stored
    long key(boolean partial) {
        long key = (form.ordinal() << 1 | (partial ? 1 : 0)) + 16L * (axes == null ? 0 : axes.rank());
        for (Source source : sources) {
            key = key * Source.values().length + source.ordinal();
        }
        return key;
    }

    /// @param stored what each result goes to
    Variant variant(Tensor[] stored) {
        DType[] dtypes = new DType[stored.length];
        for (int i = 0; i < dtypes.length; i++) {
            dtypes[i] = stored[i].dtype();
        }
        return new Variant(List.of(sources), List.of(dtypes), form, axes == null ? 0 : axes.rank());
    }

    /// How many elements, or vectors of them by strides, the kernel goes over.
    long steps(long count) {
        return form == Form.STRIDED_VECTORS ? count / KernelSource.VECTOR : count;
    }

    /// Passes what the kernel of that variant takes.
    void pass(Launch launch, Tensor[] stored, long count) {
        launch.int64(steps(count));
        for (int i = 0; i < inputs.length; i++) {
            if (sources[i] == Source.VALUE) {
                passValue(launch, inputs[i].item());
            } else {
                launch.tensor(inputs[i]);
            }
        }
        for (Tensor tensor : stored) {
            launch.tensor(tensor);
        }
        if (axes != null) {
            passAxes(launch);
        }
    }

    private void passAxes(Launch launch) {
        int innermost = axes.rank() - 1;
        int vector = form == Form.STRIDED_VECTORS ? KernelSource.VECTOR : 1;
        for (int axis = 0; axis <= innermost; axis++) {
            launch.int64(axis == innermost ? axes.size(axis) / vector : axes.size(axis));
        }
        for (int operand = 0; operand < axes.operandCount(); operand++) {
            for (int axis = 0; axis <= innermost; axis++) {
                launch.int64(axis == innermost ? axes.stride(operand, axis) * vector : axes.stride(operand, axis));
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
