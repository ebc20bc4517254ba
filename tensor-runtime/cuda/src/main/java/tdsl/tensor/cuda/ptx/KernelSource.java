package tdsl.tensor.cuda.ptx;

import java.util.Arrays;
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
/// first, and then for each operand with elements, results that are stored last, its strides in elements. Where vectors
/// are
/// walked over by strides, the count and the innermost size and strides are those of vectors.
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
                ? new StridedPlaces(
                        body, parameters, variant.form() != Form.STRIDED_LARGE, variant.rank(), withElements())
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

    /// How often a thread of a kernel that does not reduce does its work: so that enough is read at once to keep the
    /// memory busy, but not with long programs, which have enough to do and would fill the registers.
    private static int unrolled(PointwiseProgram program) {
        int length = program.instructions().size();
        return length > 6 ? 1 : length > 2 || program.inputs().size() > 2 ? 2 : 4;
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
                case ELEMENTS, REPEATED -> addresses[i] = parameters.address();
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
            have[i] = i < inputCount ? uniform[i] == null : !accumulators.has(i - inputCount);
        }
        return have;
    }

    // ---- walking over the elements ----

    /// Each thread does the work of a place in the block's part of the elements, and of the next ones a block
    /// further. Where all of the part exists, it reads all before it writes any, since no read could go before a
    /// write otherwise.
    private void walk() {
        String thread = body.make("%r", "mov.u32", "%tid.x");
        String block = body.make("%r", "mov.u32", "%ctaid.x");
        int part = elementsPerBlock(program, variant);
        String start = body.make("%l", "mul.wide.u32", block, part);
        String[] indices = new String[unrolled(program)];
        indices[0] = body.make("%l", "mad.wide.u32", thread, variant.width(), start);
        for (int i = 1; i < indices.length; i++) {
            indices[i] = body.make("%l", "add.s64", indices[0], i * THREADS * variant.width());
        }
        String last = body.label();
        String end = body.label();
        String next = body.make("%l", "add.s64", start, part);
        body.add("@%s bra %s", body.make("%p", "setp.gt.s64", next, count), last);
        elements(variant.isVector() ? VECTOR : 1, indices);
        body.add("bra %s", end);
        body.place(last);
        for (String index : indices) {
            work(index);
        }
        body.place(end);
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

    /// What there is at a place, if anything.
    private void work(String index) {
        String end = body.label();
        if (variant.form() != Form.VECTORS) {
            body.add("@%s bra %s", body.make("%p", "setp.ge.s64", index, count), end);
            elements(variant.isVector() ? VECTOR : 1, index);
            body.place(end);
            return;
        }
        String single = body.label();
        String next = body.make("%l", "add.s64", index, VECTOR);
        body.add("@%s bra %s", body.make("%p", "setp.gt.s64", next, count), single);
        elements(VECTOR, index);
        body.add("bra %s", end);
        body.place(single);
        remainder(index, end);
        body.place(end);
    }

    private String place(int operand, String elements) {
        return body.make("%l", "mad.lo.s64", elements, dtypes[operand].byteSize(), addresses[operand]);
    }

    /// Reads, computes and writes the elements at some places, which exist.
    ///
    /// @param width how many adjacent elements there are at each
    private void elements(int width, String... indices) {
        String[][] places = new String[indices.length][];
        String[][][] operands = new String[indices.length][inputCount][];
        for (int i = 0; i < indices.length; i++) {
            places[i] = strides == null ? null : strides.of(indices[i]);
            for (int input = 0; input < inputCount; input++) {
                operands[i][input] = read(input, places[i], indices[i], width);
            }
        }
        for (int i = 0; i < indices.length; i++) {
            String[][] results = compute(operands[i], width);
            for (int result = 0; result < results.length; result++) {
                write(result, results[result], places[i], indices[i]);
            }
        }
    }

    /// @param places of the operands, in elements; null if all are at `index`
    private String address(int operand, String[] places, String index) {
        return place(operand, places == null ? index : places[operand]);
    }

    private String[] read(int input, String[] places, String index, int width) {
        String[] lanes = new String[width];
        if (uniform[input] != null) {
            Arrays.fill(lanes, uniform[input]);
        } else if (width == 1 || variant.inputs().get(input) == Source.REPEATED) {
            Arrays.fill(lanes, ElementAccessWriter.load(body, dtypes[input], address(input, places, index)));
        } else {
            return ElementAccessWriter.loadVector(body, dtypes[input], address(input, places, index), width);
        }
        return lanes;
    }

    /// @param operands by input and lane
    /// @return by result and lane
    private String[][] compute(String[][] operands, int width) {
        String[][] results = new String[addresses.length - inputCount][width];
        for (int lane = 0; lane < width; lane++) {
            String[] ofLane = new String[inputCount];
            for (int i = 0; i < inputCount; i++) {
                ofLane[i] = operands[i][lane];
            }
            String[] computed = ProgramWriter.write(body, program, ofLane);
            for (int i = 0; i < computed.length; i++) {
                results[i][lane] = computed[i];
            }
        }
        return results;
    }

    private void write(int result, String[] lanes, String[] places, String index) {
        int operand = inputCount + result;
        if (accumulators.has(result)) {
            for (String lane : lanes) {
                accumulators.add(result, lane);
            }
        } else if (lanes.length == 1) {
            ElementAccessWriter.store(body, dtypes[operand], address(operand, places, index), lanes[0]);
        } else {
            ElementAccessWriter.storeVector(body, dtypes[operand], address(operand, places, index), lanes);
        }
    }

    /// A loop over the elements from `index` on, of which there are less than a vector.
    private void remainder(String index, String end) {
        String at = body.make("%l", "mov.u64", index);
        String loop = body.label();
        body.place(loop);
        body.add("@%s bra %s", body.make("%p", "setp.ge.s64", at, count), end);
        elements(1, at);
        body.add("add.s64 %s, %s, 1", at, at);
        body.add("bra %s", loop);
    }
}
