package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.interpreter.embedding.TensorValues;
import tdsl.tensor.Tensor;

class TensorInteropTest {
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final Scripts scripts = new Scripts();
    private final Value bindings = scripts.context().getBindings(TdslLanguage.ID);

    @AfterEach
    void close() {
        scripts.close();
    }

    @Test
    void javaTensorsPassThroughScriptsUncopied() {
        Tensor tensor = Tensor.of(new float[] {1, 2, 3});
        bindings.putMember("x", tensor);
        assertEquals(
                "f32[3]", scripts.evaluate("x += 1; \"{x.dtype}{x.shape}\"").asString());
        assertEquals(2f, tensor.toList() instanceof List<?> list ? ((Number) list.getFirst()).floatValue() : 0);
        assertSame(tensor, TensorValues.of(scripts.evaluate("x")));
        assertSame(tensor, TensorValues.of(scripts.evaluate("fn(t) => t").execute(tensor)));
    }

    @Test
    void javaFunctionsTakeTensorsAsTheyAre() {
        bindings.putMember("plus", (BinaryOperator<Tensor>) Tensor::add);
        assertEquals(
                "[5, 7]",
                scripts.evaluate("string(plus(tensor([1, 2]), tensor([4, 5])).tolist())")
                        .asString());
    }

    @Test
    void valuesBecomeTensorsWhereTheMappingIsAllowed() {
        HostAccess access =
                TensorValues.allow(HostAccess.newBuilder(HostAccess.ALL)).build();
        try (Context context = Context.newBuilder(TdslLanguage.ID)
                .allowHostAccess(access)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            Tensor made = context.eval(TdslLanguage.ID, "ones(2, 3)").as(Tensor.class);
            assertArrayEquals(new long[] {2, 3}, made.shape());
            assertThrows(
                    ClassCastException.class,
                    () -> context.eval(TdslLanguage.ID, "[1, 2]").as(Tensor.class));
        }
    }

    @Test
    void attributesAndMethodsAreMembers() {
        Value tensor = scripts.evaluate("[1, 2; 3, 4]");
        assertEquals(List.of(2L, 2L), tensor.getMember("shape").as(List.class));
        assertEquals("i64", tensor.getMember("dtype").asString());
        assertEquals(10, tensor.invokeMember("sum").invokeMember("item").asInt());
        assertEquals(
                3,
                tensor.getMember("T")
                        .invokeMember("get", 0, 1)
                        .invokeMember("item")
                        .asInt());
        assertTrue(tensor.getMemberKeys().containsAll(List.of("shape", "matmul", "item", "get", "byteBuffer")));
        assertFalse(tensor.hasMember("no_such_member"));
        assertEquals("tensor", tensor.getMetaObject().getMetaSimpleName());
        assertTrue(tensor.getMetaObject().isMetaInstance(tensor));
    }

    @Test
    void elementsAreReadAndWrittenByIndexItems() {
        Value tensor = scripts.evaluate("arange(12).reshape(3, 4)");
        assertEquals("[[8, 9], [4, 5]]", shown(tensor.invokeMember("get", "2:0:-1, :2")));
        assertEquals("[4, 6]", shown(tensor.invokeMember("get", 1, new int[] {0, 2})));
        tensor.invokeMember("set", ":", 0, 7);
        tensor.invokeMember("set", 1, scripts.evaluate("tensor([1, 1, 1, 1])"));
        tensor.setArrayElement(2, List.of(2, 2, 2, 2));
        assertEquals("[[7, 1, 2, 3], [1, 1, 1, 1], [2, 2, 2, 2]]", shown(tensor));
        PolyglotException error = assertThrows(PolyglotException.class, () -> tensor.invokeMember("get", 9));
        assertTrue(error.getMessage().startsWith("IndexError: "), error.getMessage());
    }

    private static String shown(Value tensor) {
        return tensor.invokeMember("tolist").toString();
    }

    @Test
    void gradientsAreReadAndCleared() {
        Value parameter = scripts.evaluate("let w = param(tensor([1.0, 2.0])); (w * w).sum().backward(); w");
        assertEquals("[2.0, 4.0]", shown(parameter.getMember("grad")));
        parameter.putMember("grad", null);
        assertTrue(parameter.getMember("grad").isNull());
    }

    @Test
    void contiguousTensorsAreBuffers() {
        Value tensor = scripts.evaluate("tensor([[1.5, 2.5], [3.5, 4.5]])");
        assertEquals(16, tensor.getBufferSize());
        assertEquals(3.5f, tensor.readBufferFloat(NATIVE, 8));
        tensor.writeBufferFloat(NATIVE, 12, 9f);
        assertEquals("[3.5, 9.0]", shown(tensor.invokeMember("get", 1)));
        assertEquals(9f, tensor.invokeMember("get", 1).readBufferFloat(NATIVE, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.readBufferDouble(NATIVE, 9));
        assertFalse(tensor.getMember("T").hasBufferElements());
        Value parameter = scripts.evaluate("param(ones(2))");
        assertFalse(parameter.isBufferWritable());
        assertThrows(UnsupportedOperationException.class, () -> parameter.writeBufferFloat(NATIVE, 0, 1f));
    }

    @Test
    void byteBuffersShareTheMemoryOfLargeAndSmallTensors() {
        for (int size : new int[] {3, 5000}) {
            Value tensor = scripts.evaluate("let x = zeros(" + size + "); x");
            ByteBuffer buffer = tensor.invokeMember("byteBuffer").asHostObject();
            assertEquals(4 * size, buffer.remaining());
            buffer.putFloat(4, 6f);
            assertEquals("6.0", scripts.evaluate("string(x[1].item())").asString());
            scripts.evaluate("x[2] = 8");
            assertEquals(8f, buffer.getFloat(8));
        }
    }

    @Test
    void tensorsShareTheMemoryOfDirectBuffers() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(24).order(NATIVE);
        bindings.putMember("buffer", buffer);
        scripts.evaluate("let x = frombuffer(buffer, dtype=f64); x[1] = 2.5");
        assertEquals(2.5, buffer.getDouble(8));
        assertEquals("[3]", scripts.evaluate("string(x.shape)").asString());
        ByteBuffer onHeap = ByteBuffer.allocate(8).order(NATIVE).putInt(4, 5);
        bindings.putMember("onHeap", onHeap);
        assertEquals(
                5,
                scripts.evaluate("frombuffer(onHeap, dtype=i32, offset=4).item()")
                        .asInt());
        assertTrue(scripts.failure("frombuffer(buffer, dtype=f64, count=4)").contains("take 32 bytes"));
    }

    @Test
    void foreignArraysAreListsToOps() {
        bindings.putMember("rows", new double[][] {{1, 2}, {3, 4}});
        bindings.putMember("shape", List.of(4, 1));
        assertEquals(
                "[4, 1]",
                scripts.evaluate("string(tensor(rows).reshape(shape).shape)").asString());
        Value zeros = bindings.getMember("zeros");
        assertEquals("[[0.0], [0.0]]", shown(zeros.execute(List.of(2, 1))));
    }

    @Test
    void everyOpIsABindingByName() {
        Value matmul = bindings.getMember("matmul");
        Value x = bindings.getMember("eye").execute(2);
        assertEquals("[[1.0, 0.0], [0.0, 1.0]]", shown(matmul.execute(x, x)));
        assertTrue(bindings.hasMember("f32"));
        assertEquals(List.of(), List.copyOf(bindings.getMemberKeys()));
        bindings.putMember("matmul", 3);
        assertEquals(3, scripts.evaluate("matmul").asInt());
    }

    @Test
    void namedArgumentsComeInADict() {
        Value x = scripts.evaluate("[1, 2; 3, 4]");
        Value sum = bindings.getMember("sum");
        assertEquals("[[3], [7]]", shown(sum.invokeMember("call", List.of(x), Map.of("dim", 1, "keepdim", true))));
        Value f = scripts.evaluate("fn(a, b=2, *rest, c=3) => [a, b, rest, c]");
        assertEquals(
                "[1, 2, [], 9]",
                f.invokeMember("call", List.of(1), Map.of("c", 9)).toString());
        assertEquals(
                "[1, 2, [], 5]",
                scripts.evaluate("(fn(a, b=2, *rest, c=3) => [a, b, rest, c]).call([1], {c: 5})")
                        .toString());
        PolyglotException error =
                assertThrows(PolyglotException.class, () -> sum.invokeMember("call", List.of(x), Map.of("dims", 1)));
        assertTrue(error.getMessage().contains("no parameter is called 'dims'"), error.getMessage());
    }
}
