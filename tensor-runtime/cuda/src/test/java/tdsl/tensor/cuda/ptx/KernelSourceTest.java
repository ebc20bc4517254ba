package tdsl.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tensor.DType;
import tdsl.tensor.cuda.ptx.Variant.Form;
import tdsl.tensor.cuda.ptx.Variant.Source;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.OperandTypes;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Input;
import tdsl.tensor.fusion.PointwiseProgram.Instruction;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;
import tdsl.tensor.ops.OpIndex;

class KernelSourceTest {
    private static final Op CAST = OpIndex.find("cast");

    @TempDir
    private Path folder;

    private static PointwiseProgram call(Op op, DType computed, Reduction reduction) {
        int operands = op.signature().parameters().size();
        List<Input> inputs = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < operands; i++) {
            boolean condition = i == 0 && OperandTypes.isSelection(op);
            inputs.add(new Input(condition ? DType.BOOL : computed, false));
            numbers.add(i);
        }
        DType result = op.pointwise().orElseThrow().output(computed);
        Instruction instruction = new Instruction(op, computed, result, numbers);
        return new PointwiseProgram(inputs, List.of(), List.of(instruction), List.of(new Result(operands, reduction)));
    }

    private static PointwiseProgram conversion(DType from, DType to) {
        return new PointwiseProgram(
                List.of(new Input(from, false)),
                List.of(),
                List.of(new Instruction(CAST, from, to, List.of(0))),
                List.of(new Result(1, Reduction.NONE)));
    }

    private static Variant variant(PointwiseProgram program, Form form, Source source) {
        List<Source> sources = program.inputs().stream().map(_ -> source).toList();
        Result result = program.results().getFirst();
        DType output = KernelSource.accumulated(result.reduction(), program.dtype(result.value()));
        DType stored = result.reduction() == Reduction.NONE ? program.dtype(result.value()) : output;
        return new Variant(sources, List.of(stored), form, form.name().startsWith("STRIDED") ? 3 : 0);
    }

    /// Ops with formulas, and the dtypes that they take.
    private static List<PointwiseProgram> programs() {
        List<PointwiseProgram> programs = new ArrayList<>();
        for (Op op : OpIndex.all()) {
            for (DType dtype : DType.values()) {
                if (op.pointwise().isEmpty() || op.isMutating() || !KernelSource.hasFormulas(op)) {
                    continue;
                }
                try {
                    boolean isWidened = dtype.arithmetic() != dtype && !OperandTypes.isSelection(op);
                    if (!isWidened && op.pointwise().get().compute(op.name(), dtype) == dtype) {
                        programs.add(call(op, dtype, Reduction.NONE));
                    }
                } catch (DTypeException _) {
                    // The op does not take it.
                }
            }
        }
        for (DType from : DType.values()) {
            for (DType to : DType.values()) {
                programs.add(conversion(from, to));
            }
        }
        return programs;
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (PointwiseProgram program : programs()) {
            texts.add(KernelSource.write(program, variant(program, Form.VECTORS, Source.ELEMENTS)));
        }
        PointwiseProgram add = call(OpIndex.find("add"), DType.FLOAT32, Reduction.SUM);
        for (Form form : Form.values()) {
            for (Source source : Source.values()) {
                texts.add(KernelSource.write(add, variant(add, form, source)));
            }
        }
        for (Reduction reduction : new Reduction[] {Reduction.SUM, Reduction.AMAX, Reduction.AMIN}) {
            for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT8, DType.INT64}) {
                PointwiseProgram program = call(OpIndex.find("mul"), dtype, reduction);
                texts.add(KernelSource.write(program, variant(program, Form.VECTORS, Source.ELEMENTS)));
            }
        }
        return texts;
    }

    @Test
    void everyPointwiseOpOfTheTableHasFormulasHere() {
        List<String> missing = OpIndex.all().stream()
                .filter(op -> op.pointwise().isPresent() && !op.isMutating() && !op.isComposite())
                .filter(op -> !KernelSource.hasFormulas(op))
                .map(Op::name)
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void equalProgramsHaveEqualText() {
        PointwiseProgram program = call(OpIndex.find("tanh"), DType.FLOAT32, Reduction.NONE);
        Variant variant = variant(program, Form.VECTORS, Source.ELEMENTS);
        assertEquals(KernelSource.write(program, variant), KernelSource.write(program, variant));
    }

    @Test
    void nothingIsLeftToTheAssemblerToContract() {
        for (String text : texts()) {
            String kernel = text.substring(text.indexOf(".entry"));
            assertFalse(kernel.contains("\tmul.f"), kernel);
            assertFalse(kernel.contains("\tadd.f"), kernel);
        }
    }

    /// By NVIDIA's assembler, where it is installed.
    @Test
    void theAssemblerTakesEveryKernel() throws IOException, InterruptedException {
        assumeTrue(isInstalled("ptxas"), "ptxas is not on the PATH");
        List<Path> files = new ArrayList<>();
        for (String text : texts()) {
            Path file = folder.resolve("kernel" + files.size() + ".ptx");
            Files.writeString(file, text);
            files.add(file);
        }
        StringBuilder failures = new StringBuilder();
        for (Path file : files) {
            Process process = new ProcessBuilder("ptxas", "-O0", "-arch=sm_80", "-o", "/dev/null", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                failures.append(output).append(Files.readString(file));
                break;
            }
        }
        assertTrue(failures.isEmpty(), failures.toString());
    }

    private static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
