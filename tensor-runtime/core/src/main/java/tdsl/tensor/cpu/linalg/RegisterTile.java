package tdsl.tensor.cpu.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Products of small matrices whose sums stay in registers: `c += a b` for 12 rows of c and a panel of its columns,
/// which is one or two SIMD vectors wide. Each element of a is multiplied with a whole row of the panel of b, so the
/// loop has 12 or 24 independent chains of sums and loads one or two vectors and 12 numbers a step. The rows of c
/// may lie anywhere.
///
/// The sums are named variables, since the compiler keeps no array of vectors in registers. Linked only where the
/// Vector API is present.
public final class RegisterTile {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /// Elements of a vector.
    public static final int LANES = SPECIES.length();
    /// Rows of c.
    public static final int ROWS = 12;
    /// Vectors of a panel: two only where there are registers for the sums of both.
    public static final int WIDEST_PANEL = LANES >= 16 ? 2 : 1;

    private RegisterTile() {}

    /// Adds the product of 12 rows of a with a panel of b to 12 rows of c.
    ///
    /// @param vectors  width of the panel, 1 or 2 vectors
    /// @param aStart   where the first row of a starts
    /// @param aRowStep from one row of a to the next
    /// @param aStep    from one element of a row of a to the next
    /// @param steps    columns of a and rows of b
    /// @param bStart   where the panel starts, whose rows follow one another
    /// @param rows     where rows of c start, of which 12 from `firstRow` on are meant
    /// @param column   the panel's first column in c
    public static void multiply(
            int vectors,
            float[] a,
            int aStart,
            int aRowStep,
            int aStep,
            int steps,
            float[] b,
            int bStart,
            float[] c,
            int[] rows,
            int firstRow,
            int column) {
        if (vectors == 2) {
            multiplyTwo(a, aStart, aRowStep, aStep, steps, b, bStart, c, rows, firstRow, column);
        } else {
            multiplyOne(a, aStart, aRowStep, aStep, steps, b, bStart, c, rows, firstRow, column);
        }
    }

    private static void multiplyTwo(
            float[] a,
            int aStart,
            int aRowStep,
            int aStep,
            int steps,
            float[] b,
            int bStart,
            float[] c,
            int[] rows,
            int firstRow,
            int column) {
        int a0 = aStart;
        int a1 = aStart + 1 * aRowStep;
        int a2 = aStart + 2 * aRowStep;
        int a3 = aStart + 3 * aRowStep;
        int a4 = aStart + 4 * aRowStep;
        int a5 = aStart + 5 * aRowStep;
        int a6 = aStart + 6 * aRowStep;
        int a7 = aStart + 7 * aRowStep;
        int a8 = aStart + 8 * aRowStep;
        int a9 = aStart + 9 * aRowStep;
        int a10 = aStart + 10 * aRowStep;
        int a11 = aStart + 11 * aRowStep;
        int c0 = rows[firstRow] + column;
        int c1 = rows[firstRow + 1] + column;
        int c2 = rows[firstRow + 2] + column;
        int c3 = rows[firstRow + 3] + column;
        int c4 = rows[firstRow + 4] + column;
        int c5 = rows[firstRow + 5] + column;
        int c6 = rows[firstRow + 6] + column;
        int c7 = rows[firstRow + 7] + column;
        int c8 = rows[firstRow + 8] + column;
        int c9 = rows[firstRow + 9] + column;
        int c10 = rows[firstRow + 10] + column;
        int c11 = rows[firstRow + 11] + column;
        FloatVector x0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector y0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector x1 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector y1 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        FloatVector x2 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector y2 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
        FloatVector x3 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector y3 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
        FloatVector x4 = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector y4 = FloatVector.fromArray(SPECIES, c, c4 + LANES);
        FloatVector x5 = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector y5 = FloatVector.fromArray(SPECIES, c, c5 + LANES);
        FloatVector x6 = FloatVector.fromArray(SPECIES, c, c6);
        FloatVector y6 = FloatVector.fromArray(SPECIES, c, c6 + LANES);
        FloatVector x7 = FloatVector.fromArray(SPECIES, c, c7);
        FloatVector y7 = FloatVector.fromArray(SPECIES, c, c7 + LANES);
        FloatVector x8 = FloatVector.fromArray(SPECIES, c, c8);
        FloatVector y8 = FloatVector.fromArray(SPECIES, c, c8 + LANES);
        FloatVector x9 = FloatVector.fromArray(SPECIES, c, c9);
        FloatVector y9 = FloatVector.fromArray(SPECIES, c, c9 + LANES);
        FloatVector x10 = FloatVector.fromArray(SPECIES, c, c10);
        FloatVector y10 = FloatVector.fromArray(SPECIES, c, c10 + LANES);
        FloatVector x11 = FloatVector.fromArray(SPECIES, c, c11);
        FloatVector y11 = FloatVector.fromArray(SPECIES, c, c11 + LANES);
        for (int step = 0; step < steps; step++) {
            int at = step * aStep;
            FloatVector p = FloatVector.fromArray(SPECIES, b, bStart + step * 2 * LANES);
            FloatVector q = FloatVector.fromArray(SPECIES, b, bStart + step * 2 * LANES + LANES);
            FloatVector a0s = FloatVector.broadcast(SPECIES, a[a0 + at]);
            x0 = a0s.fma(p, x0);
            y0 = a0s.fma(q, y0);
            FloatVector a1s = FloatVector.broadcast(SPECIES, a[a1 + at]);
            x1 = a1s.fma(p, x1);
            y1 = a1s.fma(q, y1);
            FloatVector a2s = FloatVector.broadcast(SPECIES, a[a2 + at]);
            x2 = a2s.fma(p, x2);
            y2 = a2s.fma(q, y2);
            FloatVector a3s = FloatVector.broadcast(SPECIES, a[a3 + at]);
            x3 = a3s.fma(p, x3);
            y3 = a3s.fma(q, y3);
            FloatVector a4s = FloatVector.broadcast(SPECIES, a[a4 + at]);
            x4 = a4s.fma(p, x4);
            y4 = a4s.fma(q, y4);
            FloatVector a5s = FloatVector.broadcast(SPECIES, a[a5 + at]);
            x5 = a5s.fma(p, x5);
            y5 = a5s.fma(q, y5);
            FloatVector a6s = FloatVector.broadcast(SPECIES, a[a6 + at]);
            x6 = a6s.fma(p, x6);
            y6 = a6s.fma(q, y6);
            FloatVector a7s = FloatVector.broadcast(SPECIES, a[a7 + at]);
            x7 = a7s.fma(p, x7);
            y7 = a7s.fma(q, y7);
            FloatVector a8s = FloatVector.broadcast(SPECIES, a[a8 + at]);
            x8 = a8s.fma(p, x8);
            y8 = a8s.fma(q, y8);
            FloatVector a9s = FloatVector.broadcast(SPECIES, a[a9 + at]);
            x9 = a9s.fma(p, x9);
            y9 = a9s.fma(q, y9);
            FloatVector a10s = FloatVector.broadcast(SPECIES, a[a10 + at]);
            x10 = a10s.fma(p, x10);
            y10 = a10s.fma(q, y10);
            FloatVector a11s = FloatVector.broadcast(SPECIES, a[a11 + at]);
            x11 = a11s.fma(p, x11);
            y11 = a11s.fma(q, y11);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + LANES);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + LANES);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + LANES);
        x4.intoArray(c, c4);
        y4.intoArray(c, c4 + LANES);
        x5.intoArray(c, c5);
        y5.intoArray(c, c5 + LANES);
        x6.intoArray(c, c6);
        y6.intoArray(c, c6 + LANES);
        x7.intoArray(c, c7);
        y7.intoArray(c, c7 + LANES);
        x8.intoArray(c, c8);
        y8.intoArray(c, c8 + LANES);
        x9.intoArray(c, c9);
        y9.intoArray(c, c9 + LANES);
        x10.intoArray(c, c10);
        y10.intoArray(c, c10 + LANES);
        x11.intoArray(c, c11);
        y11.intoArray(c, c11 + LANES);
    }

    private static void multiplyOne(
            float[] a,
            int aStart,
            int aRowStep,
            int aStep,
            int steps,
            float[] b,
            int bStart,
            float[] c,
            int[] rows,
            int firstRow,
            int column) {
        int a0 = aStart;
        int a1 = aStart + 1 * aRowStep;
        int a2 = aStart + 2 * aRowStep;
        int a3 = aStart + 3 * aRowStep;
        int a4 = aStart + 4 * aRowStep;
        int a5 = aStart + 5 * aRowStep;
        int a6 = aStart + 6 * aRowStep;
        int a7 = aStart + 7 * aRowStep;
        int a8 = aStart + 8 * aRowStep;
        int a9 = aStart + 9 * aRowStep;
        int a10 = aStart + 10 * aRowStep;
        int a11 = aStart + 11 * aRowStep;
        int c0 = rows[firstRow] + column;
        int c1 = rows[firstRow + 1] + column;
        int c2 = rows[firstRow + 2] + column;
        int c3 = rows[firstRow + 3] + column;
        int c4 = rows[firstRow + 4] + column;
        int c5 = rows[firstRow + 5] + column;
        int c6 = rows[firstRow + 6] + column;
        int c7 = rows[firstRow + 7] + column;
        int c8 = rows[firstRow + 8] + column;
        int c9 = rows[firstRow + 9] + column;
        int c10 = rows[firstRow + 10] + column;
        int c11 = rows[firstRow + 11] + column;
        FloatVector x0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector x1 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector x2 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector x3 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector x4 = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector x5 = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector x6 = FloatVector.fromArray(SPECIES, c, c6);
        FloatVector x7 = FloatVector.fromArray(SPECIES, c, c7);
        FloatVector x8 = FloatVector.fromArray(SPECIES, c, c8);
        FloatVector x9 = FloatVector.fromArray(SPECIES, c, c9);
        FloatVector x10 = FloatVector.fromArray(SPECIES, c, c10);
        FloatVector x11 = FloatVector.fromArray(SPECIES, c, c11);
        for (int step = 0; step < steps; step++) {
            int at = step * aStep;
            FloatVector p = FloatVector.fromArray(SPECIES, b, bStart + step * LANES);
            x0 = FloatVector.broadcast(SPECIES, a[a0 + at]).fma(p, x0);
            x1 = FloatVector.broadcast(SPECIES, a[a1 + at]).fma(p, x1);
            x2 = FloatVector.broadcast(SPECIES, a[a2 + at]).fma(p, x2);
            x3 = FloatVector.broadcast(SPECIES, a[a3 + at]).fma(p, x3);
            x4 = FloatVector.broadcast(SPECIES, a[a4 + at]).fma(p, x4);
            x5 = FloatVector.broadcast(SPECIES, a[a5 + at]).fma(p, x5);
            x6 = FloatVector.broadcast(SPECIES, a[a6 + at]).fma(p, x6);
            x7 = FloatVector.broadcast(SPECIES, a[a7 + at]).fma(p, x7);
            x8 = FloatVector.broadcast(SPECIES, a[a8 + at]).fma(p, x8);
            x9 = FloatVector.broadcast(SPECIES, a[a9 + at]).fma(p, x9);
            x10 = FloatVector.broadcast(SPECIES, a[a10 + at]).fma(p, x10);
            x11 = FloatVector.broadcast(SPECIES, a[a11 + at]).fma(p, x11);
        }
        x0.intoArray(c, c0);
        x1.intoArray(c, c1);
        x2.intoArray(c, c2);
        x3.intoArray(c, c3);
        x4.intoArray(c, c4);
        x5.intoArray(c, c5);
        x6.intoArray(c, c6);
        x7.intoArray(c, c7);
        x8.intoArray(c, c8);
        x9.intoArray(c, c9);
        x10.intoArray(c, c10);
        x11.intoArray(c, c11);
    }
}
