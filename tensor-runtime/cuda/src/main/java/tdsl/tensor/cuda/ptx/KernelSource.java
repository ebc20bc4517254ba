package tdsl.tensor.cuda.ptx;

import tdsl.tensor.DType;
import tdsl.tensor.cuda.ptx.Variant.Form;
import tdsl.tensor.cuda.ptx.Variant.Source;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;

/// Writes the PTX of a program.
///
/// Parameters of the kernel, all of 8 bytes: the number of elements; for each input its value, an f64 or i64, or the
/// address of its first element; the address of each result; for a strided walk the size of each axis, the outermost
/// first, and then for each operand with elements, results that are stored last, its strides in elements.
///
/// A block of a kernel that reduces stores its total at the place of its number.
public final class KernelSource {
    /// The kernel's name in its module.
    public static final String ENTRY = "program";

    public static final int THREADS = 256;
    /// Elements that a thread reads at once.
    public static final int VECTOR = 4;

    private static final String HEADER = ".version 8.0\n.target sm_80\n.address_size 64\n";

    private final PointwiseProgram program;
    private final Variant variant;
    private final PtxBody body = new PtxBody();
    private final Parameters parameters = new Parameters(body);
    private final int inputCount;

    private final String count;
    /// Registers with the values of inputs that are the same for all elements; null for others.
    private final String[] uniform;
    /// Addresses of the first elements: of inputs, then of results; null for inputs without elements.
    private final String[] addresses;
    private final DType[] dtypes;
    private final StridedPlaces strides;
    private final Accumulators accumulators;

    private KernelSource(PointwiseProgram program, Variant variant) {
        this.program = program;
        this.variant = variant;
        inputCount = program.inputs().size();
        int operands = inputCount + program.results().size();
        uniform = new String[inputCount];
        addresses = new String[operands];
        dtypes = new DType[operands];
        count = parameters.next("%l", "u64");
        readInputs();
        for (int i = inputCount; i < operands; i++) {
            dtypes[i] = variant.outputs().get(i - inputCount);
            addresses[i] = parameters.address();
        }
        accumulators = new Accumulators(body, program);
        strides = variant.isStrided()
                ? new StridedPlaces(body, parameters, variant.form() == Form.STRIDED, variant.rank(), withElements())
                : null;
    }

    /// Whether blocks of this program make totals.
    public static boolean reduces(PointwiseProgram program) {
        return program.results().stream().anyMatch(Accumulators::isReduced);
    }

    /// The dtype of partial results.
    public static DType accumulated(Reduction reduction, DType elements) {
        return Accumulators.dtype(reduction, elements);
    }

    /// Whether what an op computes, in all dtypes, can be written here.
    public static boolean hasFormulas(Op op) {
        return ProgramWriter.hasFormulas(op);
    }

    /// How often a thread of a kernel that does not reduce does its work.
    private static int unrolled(PointwiseProgram program) {
        return program.instructions().size() > 6 ? 1 : 2;
    }

    /// The elements that a block of a kernel that does not reduce works on.
    public static int elementsPerBlock(PointwiseProgram program, Variant variant) {
        return THREADS * unrolled(program) * variant.width();
    }

    /// @return text of a module
    public static String write(PointwiseProgram program, Variant variant) {
        KernelSource source = new KernelSource(program, variant);
        if (reduces(program)) {
            source.reduce();
        } else {
            source.walk();
        }
        return source.text();
    }

    private String text() {
        return HEADER
                + (reduces(program) ? Accumulators.sharedMemory() : "")
                + DeviceFunctions.definitions(body.functions())
                + ".visible .entry " + ENTRY + "(\n" + parameters.declaration() + ")\n"
                + ".maxntid " + THREADS + ", 1, 1\n{\n" + body + "\tret;\n}\n";
    }

    // ---- parameters ----

    private void readInputs() {
        for (int i = 0; i < inputCount; i++) {
            dtypes[i] = program.inputs().get(i).dtype();
            switch (variant.inputs().get(i)) {
                case VALUE -> uniform[i] = value(dtypes[i]);
                case SINGLE -> uniform[i] = ElementAccessWriter.load(body, dtypes[i], parameters.address());
                case ELEMENTS -> addresses[i] = parameters.address();
            }
        }
    }

    private String value(DType dtype) {
        Carrier carrier = Carrier.of(dtype);
        String wide = parameters.next(carrier.isFloating() ? "%d" : "%l", carrier.isFloating() ? "f64" : "u64");
        return carrier == Carrier.SINGLE ? body.make("%f", "cvt.rn.f32.f64", wide) : wide;
    }

    private boolean[] withElements() {
        boolean[] have = new boolean[addresses.length];
        for (int i = 0; i < have.length; i++) {
            have[i] = i < inputCount ? variant.inputs().get(i) == Source.ELEMENTS : !accumulators.has(i - inputCount);
        }
        return have;
    }

    // ---- walking over the elements ----

    /// Each thread does the work of a place in the block's part of the elements, and of the next ones a block further.
    private void walk() {
        String thread = body.make("%r", "mov.u32", "%tid.x");
        String block = body.make("%r", "mov.u32", "%ctaid.x");
        String start = body.make("%l", "mul.wide.u32", block, elementsPerBlock(program, variant));
        String first = body.make("%l", "mad.wide.u32", thread, variant.width(), start);
        for (int i = 0; i < unrolled(program); i++) {
            work(i == 0 ? first : body.make("%l", "add.s64", first, i * THREADS * variant.width()));
        }
    }

    /// All threads of the grid go over the elements in turns; then each block combines what its threads have.
    private void reduce() {
        String thread = body.make("%r", "mov.u32", "%tid.x");
        String block = body.make("%r", "mov.u32", "%ctaid.x");
        String blocks = body.make("%r", "mov.u32", "%nctaid.x");
        String number = body.make("%r", "mad.lo.u32", block, THREADS, thread);
        String at = body.make("%l", "mul.wide.u32", number, variant.width());
        String step = body.make("%l", "mul.wide.u32", blocks, THREADS * variant.width());
        String loop = body.label();
        String done = body.label();
        body.place(loop);
        body.add("@%s bra %s", body.make("%p", "setp.ge.s64", at, count), done);
        work(at);
        body.add("add.s64 %s, %s, %s", at, at, step);
        body.add("bra %s", loop);
        body.place(done);
        int results = addresses.length - inputCount;
        String[] places = new String[results];
        DType[] outputs = new DType[results];
        String index = body.make("%l", "cvt.u64.u32", block);
        for (int i = 0; i < results; i++) {
            outputs[i] = dtypes[inputCount + i];
            places[i] = accumulators.has(i) ? place(inputCount + i, index) : null;
        }
        accumulators.store(thread, places, outputs);
    }

    private void work(String index) {
        if (variant.form() == Form.VECTORS) {
            vector(index);
            return;
        }
        String end = body.label();
        body.add("@%s bra %s", body.make("%p", "setp.ge.s64", index, count), end);
        element(strides == null ? null : strides.of(index), index);
        body.place(end);
    }

    private String place(int operand, String elements) {
        return body.make("%l", "mad.lo.s64", elements, dtypes[operand].byteSize(), addresses[operand]);
    }

    /// One element.
    ///
    /// @param places by operand, in elements; null if all are at `index`
    private void element(String[] places, String index) {
        String[] operands = uniform.clone();
        for (int i = 0; i < inputCount; i++) {
            if (operands[i] == null) {
                String address = place(i, places == null ? index : places[i]);
                operands[i] = ElementAccessWriter.load(body, dtypes[i], address);
            }
        }
        String[] results = ProgramWriter.write(body, program, operands);
        for (int i = 0; i < results.length; i++) {
            int operand = inputCount + i;
            if (accumulators.has(i)) {
                accumulators.add(i, results[i]);
            } else {
                String address = place(operand, places == null ? index : places[operand]);
                ElementAccessWriter.store(body, dtypes[operand], address, results[i]);
            }
        }
    }

    /// Several elements at once, or one by one at the very end.
    private void vector(String index) {
        String single = body.label();
        String end = body.label();
        String next = body.make("%l", "add.s64", index, VECTOR);
        body.add("@%s bra %s", body.make("%p", "setp.gt.s64", next, count), single);
        String[][] operands = new String[inputCount][];
        for (int i = 0; i < inputCount; i++) {
            operands[i] = uniform[i] == null
                    ? ElementAccessWriter.loadVector(body, dtypes[i], place(i, index), VECTOR)
                    : null;
        }
        String[][] results = new String[addresses.length - inputCount][VECTOR];
        for (int lane = 0; lane < VECTOR; lane++) {
            String[] ofLane = uniform.clone();
            for (int i = 0; i < inputCount; i++) {
                ofLane[i] = uniform[i] == null ? operands[i][lane] : uniform[i];
            }
            String[] computed = ProgramWriter.write(body, program, ofLane);
            for (int i = 0; i < computed.length; i++) {
                results[i][lane] = computed[i];
            }
        }
        storeVectors(index, results);
        body.add("bra %s", end);
        body.place(single);
        remainder(index, end);
        body.place(end);
    }

    private void storeVectors(String index, String[][] results) {
        for (int i = 0; i < results.length; i++) {
            int operand = inputCount + i;
            if (accumulators.has(i)) {
                for (String element : results[i]) {
                    accumulators.add(i, element);
                }
            } else {
                ElementAccessWriter.storeVector(body, dtypes[operand], place(operand, index), results[i]);
            }
        }
    }

    /// A loop over the elements from `index` on, of which there are less than a vector.
    private void remainder(String index, String end) {
        String at = body.make("%l", "mov.u64", index);
        String loop = body.label();
        body.place(loop);
        body.add("@%s bra %s", body.make("%p", "setp.ge.s64", at, count), end);
        element(null, at);
        body.add("add.s64 %s, %s, 1", at, at);
        body.add("bra %s", loop);
    }
}
