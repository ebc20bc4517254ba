package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Linear algebra against values recorded from PyTorch by `make_linalg_values.py`.
class LinalgValuesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static final Map<String, Supplier<Tensor>> EXPRESSIONS = new LinkedHashMap<>();

    static {
        Tensor a = uniform(-1, 2, 3, 4);
        Tensor b = uniform(-2, 1, 3, 4);
        Tensor square =
                uniform(-1, 2, 3, 3).add(Tensors.eye(3, null, DType.FLOAT64).mul(2));
        Tensor cube = uniform(-2, 2, 2, 3, 4);
        Tensor third = Tensor.of(new double[] {0, 0.0625, 0.25, 0.5625, 1}, 5, 1);
        Tensor tall = Tensors.cat(List.of(uniform(-1, 2, 5, 2), third), 1);
        Tensor frequencies = Tensor.of(new long[] {1, 2, 0, 3});
        Tensor row = a.narrow(0, 0, 1).squeeze(0);
        norms(a, square, cube, tall);
        matrices(a, square, cube, tall);
        statistics(a, cube, row, frequencies);
        products(a, b, square, cube, row);
        diagonals(a, cube, row);
    }

    private static void norms(Tensor a, Tensor square, Tensor cube, Tensor tall) {
        EXPRESSIONS.put("norm", () -> a.norm());
        EXPRESSIONS.put("norm p", () -> a.norm(3L, 1));
        EXPRESSIONS.put("norm nuc", () -> a.norm("nuc"));
        EXPRESSIONS.put("norm fro", () -> cube.norm("fro", new long[] {0, 2}, true));
        long[] dims = {0, 2};
        for (double p : new double[] {0, 0.5, 1, 2, 3.5, INF, -INF, -1}) {
            EXPRESSIONS.put("vector_norm " + python(p), () -> cube.vector_norm(p, dims));
        }
        for (Object p : List.of("fro", "nuc", 1.0, -1.0, 2.0, -2.0, INF, -INF)) {
            EXPRESSIONS.put("matrix_norm " + python(p), () -> cube.matrix_norm(p));
            EXPRESSIONS.put("cond " + python(p), () -> square.cond(p));
        }
        EXPRESSIONS.put("matrix_norm dim", () -> cube.matrix_norm(1L, new long[] {2, 0}, true));
        EXPRESSIONS.put("cond", tall::cond);
    }

    /// A number as the names in the file have it.
    private static String python(Object value) {
        return switch (value) {
            case Double number when Double.isInfinite(number) -> number > 0 ? "inf" : "-inf";
            case Double number when number == Math.rint(number) -> Long.toString(number.longValue());
            default -> value.toString();
        };
    }

    private static void matrices(Tensor a, Tensor square, Tensor cube, Tensor tall) {
        Tensor positive = square.matmul(square.t());
        EXPRESSIONS.put("matrix_exp", square::matrix_exp);
        EXPRESSIONS.put("det", square::det);
        EXPRESSIONS.put("logdet", positive::logdet);
        EXPRESSIONS.put("pinv", tall::pinv);
        EXPRESSIONS.put("pinv atol", () -> tall.pinv(null, false, Tensor.weakScalar(1.0)));
        EXPRESSIONS.put("pinv rtol", () -> tall.pinv(Tensor.weakScalar(0.3)));
        EXPRESSIONS.put("matrix_rank atol", () -> tall.matrix_rank(Tensor.weakScalar(1.0)));
        EXPRESSIONS.put("matrix_rank rtol", () -> cube.matrix_rank(null, false, null, Tensor.weakScalar(0.5)));
        EXPRESSIONS.put("lstsq", () -> tall.lstsq(uniform(-1, 2, 5, 2)).getFirst());
        EXPRESSIONS.put("cholesky_solve", () -> a.cholesky_solve(positive.cholesky()));
        EXPRESSIONS.put("tensorsolve", () -> square.reshape(3, 1, 3).tensorsolve(a.narrow(1, 0, 1)));
        EXPRESSIONS.put("tensorinv", () -> square.reshape(3, 3, 1).tensorinv(1));
    }

    private static void statistics(Tensor a, Tensor cube, Tensor row, Tensor frequencies) {
        Tensor weights = uniform(0.5, 1.5, 4);
        EXPRESSIONS.put("cov", a::cov);
        EXPRESSIONS.put("cov correction", () -> a.cov(0));
        EXPRESSIONS.put("cov fweights", () -> a.cov(1, frequencies));
        EXPRESSIONS.put("cov aweights", () -> a.cov(1, null, weights));
        EXPRESSIONS.put("cov both", () -> a.cov(1, frequencies, weights));
        EXPRESSIONS.put("cov vector", row::cov);
        EXPRESSIONS.put("corrcoef", a::corrcoef);
        EXPRESSIONS.put("pdist", a::pdist);
        for (double p : new double[] {0, 0.5, 1, 2, 3, INF}) {
            String name = Double.isInfinite(p) ? "inf" : Double.toString(p);
            EXPRESSIONS.put("cdist " + name, () -> a.cdist(cube, p));
        }
    }

    private static void products(Tensor a, Tensor b, Tensor square, Tensor cube, Tensor row) {
        EXPRESSIONS.put("kron", () -> a.kron(uniform(1, 2, 2, 2)));
        EXPRESSIONS.put("kron vector", () -> row.kron(uniform(1, 2, 2, 2)));
        EXPRESSIONS.put("cross", () -> uniform(1, 2, 2, 3).cross(uniform(-1, 2, 1, 3)));
        EXPRESSIONS.put("vecdot", () -> cube.vecdot(row));
        EXPRESSIONS.put("tensordot", () -> cube.tensordot(a));
        EXPRESSIONS.put("tensordot dims", () -> cube.tensordot(a, List.of(List.of(2L, 1L), List.of(1L, 0L))));
        EXPRESSIONS.put("inner", () -> cube.inner(a));
        EXPRESSIONS.put("bilinear", () -> a.bilinear(b, uniform(-1, 1, 2, 4, 4), uniform(0, 1, 2)));
        Tensor corner = a.narrow(0, 0, 2).narrow(1, 0, 2);
        Tensor left = cube.transpose(1, 2).narrow(1, 0, 2);
        EXPRESSIONS.put("addbmm", () -> corner.addbmm(left, cube.narrow(2, 0, 2), 0.5, -1L));
        EXPRESSIONS.put("addr", () -> a.addr(a.narrow(1, 0, 1).squeeze(1), row, 0.5, 2L));
    }

    private static void diagonals(Tensor a, Tensor cube, Tensor row) {
        EXPRESSIONS.put("vander", () -> row.vander(3L, true));
        Tensor number = Tensor.of(new double[] {7});
        EXPRESSIONS.put("block_diag", () -> Tensors.block_diag(List.of(a, row, number)));
        EXPRESSIONS.put("diag_embed", () -> a.diag_embed(1, 0, 2));
        EXPRESSIONS.put("diagonal", () -> cube.diagonal(-1, 1, 2));
        EXPRESSIONS.put("diagflat", () -> a.narrow(0, 0, 1).diagflat(-2));
        EXPRESSIONS.put("tril_indices", () -> Tensors.tril_indices(3, 4, 1));
        EXPRESSIONS.put("triu_indices", () -> Tensors.triu_indices(4, 3, -1));
        EXPRESSIONS.put("trace", a::trace);
    }

    /// One line of the file.
    record Recorded(String name, String dtype, long[] shape, double[] values) {
        static Recorded parse(String line) {
            String[] parts = line.split(": ?", -1);
            String[] head = parts[1].split(" ");
            return new Recorded(
                    parts[0],
                    head[0],
                    Arrays.stream(head).skip(1).mapToLong(Long::parseLong).toArray(),
                    Arrays.stream(parts[2].split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Recorded> recorded() throws IOException {
        try (InputStream stream = LinalgValuesTest.class.getResourceAsStream("linalg-values.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(Recorded::parse);
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void equalsWhatPyTorchComputes(Recorded expected) {
        Supplier<Tensor> expression = EXPRESSIONS.get(expected.name());
        assertNotNull(expression, expected.name());
        Tensor actual = expression.get();
        assertEquals(expected.dtype(), actual.dtype().label());
        Tensor values = Tensor.of(expected.values(), expected.shape());
        OpCalls.assertClose(values, actual.to(DType.FLOAT64), 1e-11, expected.name());
    }
}
