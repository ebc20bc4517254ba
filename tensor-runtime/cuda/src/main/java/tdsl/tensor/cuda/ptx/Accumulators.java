package tdsl.tensor.cuda.ptx;

import tdsl.tensor.DType;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;

/// What a kernel that reduces has of its results so far: each thread for its elements, and in the end, combined in a
/// fixed
/// order, each block.
final class Accumulators {
    private static final String SHARED = "totals";

    private final PtxBody body;
    private final PointwiseProgram program;
    /// By result; null for those that are not reduced.
    private final String[] registers;

    Accumulators(PtxBody body, PointwiseProgram program) {
        this.body = body;
        this.program = program;
        registers = new String[program.results().size()];
        for (int i = 0; i < registers.length; i++) {
            if (reduction(i) != Reduction.NONE) {
                Carrier carrier = carrier(i);
                registers[i] = body.make(carrier.prefix, "mov." + carrier.type, start(i));
            }
        }
    }

    /// The dtype that elements are accumulated in: sums of reals in f64, and of integers in i64.
    static DType dtype(Reduction reduction, DType elements) {
        if (reduction != Reduction.SUM) {
            return elements;
        }
        return elements.isFloating() ? DType.FLOAT64 : DType.INT64;
    }

    private Reduction reduction(int result) {
        return program.results().get(result).reduction();
    }

    private DType elements(int result) {
        return program.dtype(program.results().get(result).value());
    }

    DType dtype(int result) {
        return dtype(reduction(result), elements(result));
    }

    private Carrier carrier(int result) {
        return Carrier.of(dtype(result));
    }

    private String start(int result) {
        DType dtype = dtype(result);
        double infinity = Double.POSITIVE_INFINITY;
        return switch (reduction(result)) {
            case NONE -> throw new IllegalStateException("not reduced");
            case SUM -> carrier(result).literal(0);
            case AMAX -> dtype.isFloating() ? carrier(result).literal(-infinity) : Long.toString(Long.MIN_VALUE);
            case AMIN -> dtype.isFloating() ? carrier(result).literal(infinity) : Long.toString(Long.MAX_VALUE);
        };
    }

    boolean has(int result) {
        return registers[result] != null;
    }

    /// Adds an element of a result.
    void add(int result, String element) {
        String converted = Conversions.convert(body, element, elements(result), dtype(result));
        body.add(
                "mov.%s %s, %s",
                carrier(result).type, registers[result], combined(result, registers[result], converted));
    }

    private String combined(int result, String left, String right) {
        Carrier carrier = carrier(result);
        return switch (reduction(result)) {
            case NONE -> throw new IllegalStateException("not reduced");
            case SUM -> body.make(carrier.prefix, carrier.isFloating() ? "add.rn.f64" : "add.s64", left, right);
            case AMAX -> FormulaWriter.extremum(body, carrier, left, right, "max");
            case AMIN -> FormulaWriter.extremum(body, carrier, left, right, "min");
        };
    }

    static String sharedMemory() {
        return ".shared .align 8 .b8 %s[%d];\n".formatted(SHARED, KernelSource.THREADS * Long.BYTES);
    }

    /// Combines the threads of a block; what the first thread then has is stored.
    ///
    /// @param thread    register with its number in the block
    /// @param addresses where the results' totals go
    /// @param outputs   and in which dtypes
    void store(String thread, String[] addresses, DType[] outputs) {
        String base = body.make("%r", "mov.u32", SHARED);
        String slot = body.make("%r", "mad.lo.u32", thread, Long.BYTES, base);
        for (int i = 0; i < registers.length; i++) {
            if (registers[i] != null) {
                combineThreads(i, thread, slot);
                String others = body.label();
                body.add("@%s bra %s", body.make("%p", "setp.ne.u32", thread, 0), others);
                String total = Conversions.convert(body, registers[i], dtype(i), outputs[i]);
                ElementAccessWriter.store(body, outputs[i], addresses[i], total);
                body.place(others);
            }
        }
    }

    private void combineThreads(int result, String thread, String slot) {
        Carrier carrier = carrier(result);
        body.add("bar.sync 0");
        body.add("st.shared.%s [%s], %s", carrier.type, slot, registers[result]);
        body.add("bar.sync 0");
        for (int distance = KernelSource.THREADS / 2; distance > 0; distance /= 2) {
            String idle = body.label();
            body.add("@%s bra %s", body.make("%p", "setp.ge.u32", thread, distance), idle);
            String other = body.register(carrier);
            body.add("ld.shared.%s %s, [%s+%d]", carrier.type, other, slot, distance * Long.BYTES);
            body.add("mov.%s %s, %s", carrier.type, registers[result], combined(result, registers[result], other));
            body.add("st.shared.%s [%s], %s", carrier.type, slot, registers[result]);
            body.place(idle);
            body.add("bar.sync 0");
        }
    }

    static boolean isReduced(Result result) {
        return result.reduction() != Reduction.NONE;
    }
}
