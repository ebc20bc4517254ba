package tdsl.tensor.cuda.pointwise;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Kernel;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.ptx.KernelSource;
import tdsl.tensor.cuda.ptx.Variant;
import tdsl.tensor.cuda.ptx.Variant.Form;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.ProgramKernel;

/// A program with the kernels that were made for it so far: one for each way in which operands come and lie.
final class CompiledProgram implements ProgramKernel {
    /// Blocks that reduce, at most: as many partial results one more block can combine.
    private static final int MOST_REDUCING_BLOCKS = 1024;
    /// Turns that the threads of a reducing block take at least.
    private static final int TURNS = 4;

    private final PointwiseProgram program;
    private final boolean reduces;
    private final Map<Long, Compiled> kernels = new ConcurrentHashMap<>();

    /// A kernel for some way in which operands come and lie.
    private record Compiled(Kernel kernel, int elementsPerBlock) {}

    CompiledProgram(PointwiseProgram program) {
        this.program = program;
        reduces = KernelSource.reduces(program);
    }

    /// @param outputs on the device; those that are not reduced of shape `shape`, of any layout
    @Override
    public void run(Tensor[] inputs, Tensor[] outputs, long[] shape) {
        long count = Shapes.elementCount(shape);
        if (count == 0 && !reduces) {
            return;
        }
        Device device = outputs[0].device();
        Operands operands = Operands.of(program, inputs, outputs, shape, count);
        int blocks = reduces ? reducingBlocks(count, operands.form()) : 1;
        Tensor[] stored = blocks == 1 ? outputs : withPartials(outputs, blocks, device);
        Compiled compiled = kernels.get(operands.key(blocks > 1));
        if (compiled == null) {
            compiled = kernels.computeIfAbsent(operands.key(blocks > 1), _ -> compile(operands.variant(stored)));
        }
        Launch launch = compiled.kernel.on(device);
        operands.pass(launch, stored, count);
        launch.launch(
                reduces ? blocks : Math.ceilDiv(operands.steps(count), compiled.elementsPerBlock),
                KernelSource.THREADS);
        if (blocks > 1) {
            combinePartials(stored, outputs);
        }
    }

    private Compiled compile(Variant variant) {
        return new Compiled(ProgramKernels.of(program, variant), KernelSource.elementsPerBlock(program, variant));
    }

    /// By the number of elements alone, so that sums do not depend on the GPU.
    private static int reducingBlocks(long count, Form form) {
        boolean isVector = form == Form.VECTORS || form == Form.STRIDED_VECTORS;
        int width = isVector ? KernelSource.VECTOR : 1;
        long blocks = Math.ceilDiv(count, (long) KernelSource.THREADS * width * TURNS);
        return Math.clamp(blocks, 1, MOST_REDUCING_BLOCKS);
    }

    private Tensor[] withPartials(Tensor[] outputs, int blocks, Device device) {
        Tensor[] stored = outputs.clone();
        for (int i = 0; i < stored.length; i++) {
            Reduction reduction = program.results().get(i).reduction();
            if (reduction != Reduction.NONE) {
                DType elements = program.dtype(program.results().get(i).value());
                stored[i] = Tensor.empty(device, KernelSource.accumulated(reduction, elements), blocks);
            }
        }
        return stored;
    }

    private void combinePartials(Tensor[] partials, Tensor[] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            if (partials[i] != outputs[i]) {
                ProgramKernels.reduction(program.results().get(i).reduction(), partials[i].dtype())
                        .run(new Tensor[] {partials[i]}, new Tensor[] {outputs[i]}, partials[i].shape());
            }
        }
    }
}
