package tdsl.tensor.cuda.simulator;

import java.util.List;

/// Instructions by which a warp works on small matrices. The lanes of a warp are 8 groups of 4.
final class MatrixSteps {
    private static final int ALL = -1;
    private static final int EDGE = 8;
    private static final int ROW_BYTES = 16;
    private static final int GROUP = 4;

    private MatrixSteps() {}

    static Step of(Instruction instruction, Compiler compiler) {
        return switch (instruction.name()) {
            case "ldmatrix" -> load(instruction, compiler);
            case "movmatrix" -> transpose(instruction, compiler);
            default -> multiply(instruction, compiler);
        };
    }

    private static int[] registers(List<String> operands, Compiler compiler) {
        return operands.stream().mapToInt(compiler::register).toArray();
    }

    /// 16-bit elements of an 8 × 8 matrix: lane `4 row + column / 2` has two of them.
    private static long element(Lane[] warp, int register, int row, int column) {
        return warp[GROUP * row + column / 2].registers[register] >>> column % 2 * Short.SIZE & 0xFFFF;
    }

    private static Step load(Instruction instruction, Compiler compiler) {
        int[] targets = registers(instruction.list(0), compiler);
        MemorySteps.Place place = MemorySteps.place(instruction.operand(1), "shared", compiler);
        boolean transposes = instruction.has("trans");
        return WarpSteps.together(ALL, (warp, _) -> {
            long[][] rows = new long[targets.length][EDGE];
            for (int matrix = 0; matrix < targets.length; matrix++) {
                for (int row = 0; row < EDGE; row++) {
                    rows[matrix][row] = place.address(warp[EDGE * matrix + row], ROW_BYTES);
                }
            }
            for (int matrix = 0; matrix < targets.length; matrix++) {
                for (int i = 0; i < Lane.WARP; i++) {
                    int row = i / GROUP;
                    int column = i % GROUP * 2;
                    long low = transposes ? half(rows[matrix], column, row) : half(rows[matrix], row, column);
                    long high = transposes ? half(rows[matrix], column + 1, row) : half(rows[matrix], row, column + 1);
                    warp[i].registers[targets[matrix]] = low | high << Short.SIZE;
                }
            }
        });
    }

    private static long half(long[] rows, int row, int column) {
        return DeviceMemory.load(rows[row] + (long) column * Short.BYTES, Short.BYTES) & 0xFFFF;
    }

    private static Step transpose(Instruction instruction, Compiler compiler) {
        int target = compiler.register(instruction.operand(0));
        int source = compiler.register(instruction.operand(1));
        return WarpSteps.together(ALL, (warp, _) -> {
            long[] results = new long[Lane.WARP];
            for (int i = 0; i < Lane.WARP; i++) {
                int row = i / GROUP;
                int column = i % GROUP * 2;
                results[i] = element(warp, source, column, row) | element(warp, source, column + 1, row) << Short.SIZE;
            }
            for (int i = 0; i < Lane.WARP; i++) {
                warp[i].registers[target] = results[i];
            }
        });
    }

    /// `d = a b + c`, where a has 16 rows, b 8 columns and the sums are f32.
    private static Step multiply(Instruction instruction, Compiler compiler) {
        String shape = instruction.parts().get(3);
        Type type = instruction.has("f16") ? Type.F16 : instruction.has("bf16") ? Type.BF16 : Type.F32;
        if (!shape.equals("m16n8k16") && !(shape.equals("m16n8k8") && instruction.has("tf32"))) {
            throw new SimulationException("the simulator does not know products of " + shape);
        }
        int inner = Integer.parseInt(shape.substring(shape.indexOf('k') + 1));
        int[] out = registers(instruction.list(0), compiler);
        int[] left = registers(instruction.list(1), compiler);
        int[] right = registers(instruction.list(2), compiler);
        int[] added = registers(instruction.list(3), compiler);
        return WarpSteps.together(ALL, (warp, _) -> {
            double[][] a = new double[2 * EDGE][inner];
            double[][] b = new double[inner][EDGE];
            for (int k = 0; k < inner; k++) {
                for (int row = 0; row < 2 * EDGE; row++) {
                    a[row][k] =
                            factor(warp, type, left[row / EDGE + (k < inner / 2 ? 0 : 2)], row % EDGE, k % (inner / 2));
                }
                for (int column = 0; column < EDGE; column++) {
                    b[k][column] = factor(warp, type, right[k < inner / 2 ? 0 : 1], column, k % (inner / 2));
                }
            }
            long[][] results = new long[out.length][Lane.WARP];
            for (int i = 0; i < Lane.WARP; i++) {
                for (int j = 0; j < out.length; j++) {
                    int row = i / GROUP + j / 2 * EDGE;
                    int column = i % GROUP * 2 + j % 2;
                    double sum = Type.F32.number(warp[i].registers[added[j]]);
                    for (int k = 0; k < inner; k++) {
                        sum += a[row][k] * b[k][column];
                    }
                    results[j][i] = Float.floatToRawIntBits((float) sum);
                }
            }
            for (int i = 0; i < Lane.WARP; i++) {
                for (int j = 0; j < out.length; j++) {
                    warp[i].registers[out[j]] = results[j][i];
                }
            }
        });
    }

    /// An element of a factor: lanes of a group have those of one row, 16-bit ones in pairs. TF32 leaves out 13 bits.
    private static double factor(Lane[] warp, Type type, int register, int group, int position) {
        return type == Type.F32
                ? Type.F32.number(warp[GROUP * group + position].registers[register] & ~0x1FFFL)
                : type.number(element(warp, register, group, position));
    }
}
