package tdsl.tensor.cuda.pointwise;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.cuda.launch.Kernel;
import tdsl.tensor.cuda.ptx.KernelSource;
import tdsl.tensor.cuda.ptx.Variant;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Input;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;

/// Kernels of programs by their code, of which there is one each however many programs come to it.
final class ProgramKernels {
    private static final Map<String, Kernel> BY_TEXT = new ConcurrentHashMap<>();
    private static final Map<String, CompiledProgram> REDUCTIONS = new ConcurrentHashMap<>();

    private ProgramKernels() {}

    static Kernel of(PointwiseProgram program, Variant variant) {
        return BY_TEXT.computeIfAbsent(KernelSource.write(program, variant), ProgramKernels::kernel);
    }

    private static Kernel kernel(String text) {
        // The driver expects a C string.
        byte[] code = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return new Kernel(device -> device.module(text, _ -> code), KernelSource.ENTRY);
    }

    /// The program that reduces the elements of a tensor.
    static CompiledProgram reduction(Reduction reduction, DType elements) {
        return REDUCTIONS.computeIfAbsent(
                reduction + " " + elements,
                _ -> new CompiledProgram(new PointwiseProgram(
                        List.of(new Input(elements, false)), List.of(), List.of(), List.of(new Result(0, reduction)))));
    }
}
