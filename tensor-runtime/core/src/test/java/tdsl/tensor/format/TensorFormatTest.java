package tdsl.tensor.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;

class TensorFormatTest {
    static Stream<PrintedTensor> printedTensors() {
        return PrintedTensor.all();
    }

    @ParameterizedTest
    @MethodSource("printedTensors")
    void printsAsPyTorch(PrintedTensor printed) {
        assertEquals(printed.expected(), printed.build().toString());
    }

    @Test
    void theReferenceCoversManyTensors() {
        assertTrue(PrintedTensor.all().count() >= 300);
    }

    @Test
    void aHugeTensorIsPrintedFromItsEdges() {
        Tensor one = Tensor.of(new double[] {1.5}, 1);
        Tensor huge = one.viewAs(Layout.strided(new long[] {1L << 40, 1L << 20}, new long[] {0, 0}, 0));
        String row = "[1.5000, 1.5000, 1.5000,  ..., 1.5000, 1.5000, 1.5000]";
        String expected = """
                tensor([ROW,
                        ROW,
                        ROW,
                        ...,
                        ROW,
                        ROW,
                        ROW], dtype=f64)""";
        assertEquals(expected.replace("ROW", row), huge.toString());
    }

    @Test
    void theResultOfAnOpNamesTheOp() {
        Tensor leaf = Tensor.of(new double[] {1, 2}, 2, 1).requiresGrad(true);
        assertEquals("""
                tensor([[1., 2.]], dtype=f64, grad_fn=<transpose>)""", leaf.transpose(0, 1).toString());
    }

    @Test
    void aDetachedResultNamesNoOp() {
        Tensor leaf = Tensor.empty(DType.FLOAT32, 0).requiresGrad(true);
        assertEquals("tensor([], requires_grad=true)", leaf.toString());
        assertEquals("tensor([])", leaf.detached().toString());
    }
}
