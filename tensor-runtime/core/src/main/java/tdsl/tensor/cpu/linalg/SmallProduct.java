package tdsl.tensor.cpu.linalg;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.linalg.Blas.Matrix;

/// Products of f32 matrices that fit into the second-level cache together: copied to where {@link RegisterTile}
/// works, and back. BLAS packs and chooses its code for large ones (measured on one core with AVX-512, against
/// OpenBLAS's code for AVX2: 32×32 in 1.1 µs instead of 1.8, 64×64 in 4.5 µs instead of 13.9).
///
/// Each thread has one, with its working memory. Linked only where the Vector API is present.
final class SmallProduct {
    private static final ThreadLocal<SmallProduct> OF_THREAD = ThreadLocal.withInitial(SmallProduct::new);
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = RegisterTile.LANES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// Elements of a matrix that is small.
    private static final int LARGEST = 1 << 14;
    /// Steps and columns below which copying takes longer than computing (measured).
    private static final int FEWEST = 16;

    private float[] left = {};
    private float[] panels = {};
    private float[] sums = {};
    private int[] rows = {};

    private SmallProduct() {}

    /// Whether a product of m×k and k×n is one for this class.
    static boolean isSmall(int m, int n, int k) {
        return n >= FEWEST
                && k >= FEWEST
                && (long) m * k <= LARGEST
                && (long) k * n <= LARGEST
                && (long) m * n <= LARGEST;
    }

    /// `c = a b`: a is m×k, b is k×n, c is m×n with contiguous rows; all f32.
    static void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        OF_THREAD.get().run(m, n, k, a, b, c);
    }

    private void run(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        int tiledRows = Math.ceilDiv(m, RegisterTile.ROWS) * RegisterTile.ROWS;
        int width = Math.ceilDiv(n, LANES) * LANES;
        loadLeft(m, k, a);
        loadPanels(n, k, width, b);
        prepareSums(tiledRows, width);
        // Rows beyond the last one are computed of whatever is there, and not read.
        int rowStep = a.transposed() ? 1 : k;
        int step = a.transposed() ? m : 1;
        int panelWidth = RegisterTile.WIDEST_PANEL * LANES;
        for (int column = 0; column < width; column += panelWidth) {
            int vectors = Math.min(panelWidth, width - column) / LANES;
            for (int row = 0; row < tiledRows; row += RegisterTile.ROWS) {
                RegisterTile.multiply(
                        vectors, left, row * rowStep, rowStep, step, k, panels, column * k, sums, rows, row, column);
            }
        }
        for (int row = 0; row < m; row++) {
            copy(sums, row * width, c.segment(), (long) row * c.leading(), n);
        }
    }

    /// The left matrix as it lies, without gaps.
    private void loadLeft(int m, int k, Matrix a) {
        int lines = a.transposed() ? k : m;
        int length = a.transposed() ? m : k;
        // The last tile reads beyond the matrix.
        left = atLeast(left, m * k + RegisterTile.ROWS * Math.max(k, 1));
        if (a.leading() == length || lines == 1) {
            MemorySegment.copy(a.segment(), JAVA_FLOAT, 0, left, 0, lines * length);
            return;
        }
        for (int line = 0; line < lines; line++) {
            copy(a.segment(), (long) line * a.leading(), left, line * length, length);
        }
    }

    /// The right matrix, panel by panel.
    private void loadPanels(int n, int k, int width, Matrix b) {
        panels = atLeast(panels, k * width);
        int panelWidth = RegisterTile.WIDEST_PANEL * LANES;
        for (int column = 0; column < n; column += panelWidth) {
            int step = Math.min(panelWidth, width - column);
            int count = Math.min(step, n - column);
            if (b.transposed()) {
                loadTransposed(b, column, count, k, column * k, step);
            } else {
                for (int i = 0; i < k; i++) {
                    copy(b.segment(), (long) i * b.leading() + column, panels, column * k + i * step, count);
                }
            }
        }
    }

    private void loadTransposed(Matrix b, int column, int count, int k, int start, int step) {
        MemorySegment from = b.segment();
        for (int i = 0; i < count; i++) {
            long line = (long) (column + i) * b.leading();
            for (int j = 0; j < k; j++) {
                panels[start + j * step + i] = from.getAtIndex(JAVA_FLOAT, line + j);
            }
        }
    }

    private void prepareSums(int tiledRows, int width) {
        sums = atLeast(sums, tiledRows * width);
        Arrays.fill(sums, 0, tiledRows * width, 0);
        if (rows.length < tiledRows) {
            rows = new int[tiledRows];
        }
        for (int row = 0; row < tiledRows; row++) {
            rows[row] = row * width;
        }
    }

    private static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : new float[length];
    }

    // For lines this short a loop here takes a fraction of what a call to copy memory does.

    private static void copy(MemorySegment source, long position, float[] target, int place, int count) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromMemorySegment(SPECIES, source, (position + i) * Float.BYTES, ORDER)
                    .intoArray(target, place + i);
        }
        for (int i = whole; i < count; i++) {
            target[place + i] = source.getAtIndex(JAVA_FLOAT, position + i);
        }
    }

    private static void copy(float[] source, int place, MemorySegment target, long position, int count) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(SPECIES, source, place + i)
                    .intoMemorySegment(target, (position + i) * Float.BYTES, ORDER);
        }
        for (int i = whole; i < count; i++) {
            target.setAtIndex(JAVA_FLOAT, position + i, source[place + i]);
        }
    }
}
