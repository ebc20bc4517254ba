package example;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import tdsl.interpreter.embedding.TensorValues;
import tdsl.tensor.Tensor;

/// A Java program that has scripts compute for it. It needs nothing but the jars, on the class path or the module path.
public final class Embedding {
    private static final String TDSL = "tdsl";

    private static final Source MODEL = Source.newBuilder(TDSL, """
            fn normalised(x: f32[n, d], eps=1e-5) {
                let centred = x - x.mean(dim=0)
                return centred / (x.std(dim=0) + eps)
            }
            """, "model.tdsl").buildLiteral();

    private Embedding() {}

    public static void main(String[] arguments) {
        HostAccess access = TensorValues.allow(HostAccess.newBuilder(HostAccess.ALL)).build();
        try (Context context = Context.newBuilder(TDSL).allowHostAccess(access).build()) {
            tensorsGoInAndOut(context);
            functionsOfJava(context);
            namedArguments(context);
            sharedMemory(context);
            errors(context);
        }
        contextsOfOneEngine();
        withoutPermissions();
    }

    private static void tensorsGoInAndOut(Context context) {
        context.eval(MODEL);
        Tensor points = Tensor.of(new float[][] {{1, 10}, {2, 20}, {3, 30}});
        Value normalised = context.getBindings(TDSL).getMember("normalised").execute(points);
        System.out.println("shape " + normalised.getMember("shape") + ", first " + normalised.getArrayElement(0));
        Tensor result = normalised.as(Tensor.class);
        System.out.printf(Locale.ROOT, "sum %.3f%n", result.abs().sum().item());
    }

    private static void functionsOfJava(Context context) {
        UnaryOperator<Tensor> doubled = x -> x.mul(2);
        context.getBindings(TDSL).putMember("doubled", doubled);
        System.out.println(context.eval(TDSL, "doubled(arange(3)).tolist()"));
    }

    private static void namedArguments(Context context) {
        Value sum = context.getBindings(TDSL).getMember("sum");
        Value x = context.eval(TDSL, "ones(2, 3)");
        Value rows = sum.invokeMember("call", List.of(x), Map.of("dim", 1, "keepdim", true));
        System.out.println(rows.getMember("shape"));
    }

    private static void sharedMemory(Context context) {
        Value tensor = context.eval(TDSL, "let shared = zeros(4); shared");
        ByteBuffer buffer = tensor.invokeMember("byteBuffer").asHostObject();
        buffer.putFloat(4, 2.5f);
        System.out.println(context.eval(TDSL, "shared"));
    }

    private static void errors(Context context) {
        try {
            context.eval(TDSL, "normalised(ones(3))");
        } catch (PolyglotException error) {
            System.out.println(error.getGuestObject().getMember("kind") + " in line "
                    + error.getSourceLocation().getStartLine());
        }
    }

    private static void contextsOfOneEngine() {
        Source counter = Source.create(TDSL, "let n = 1");
        try (Engine engine = Engine.create();
                Context first = Context.newBuilder(TDSL).engine(engine).build();
                Context second = Context.newBuilder(TDSL).engine(engine).build()) {
            first.eval(counter);
            second.eval(counter);
            first.eval(TDSL, "n += 1");
            System.out.println(first.eval(TDSL, "n") + " " + second.eval(TDSL, "n"));
        }
    }

    private static void withoutPermissions() {
        try (Context context = Context.create(TDSL)) {
            System.out.println(context.eval(TDSL, "(fn() { try { return read_text(\"secret.txt\") } catch e { return e.kind } })()"));
        }
    }
}
