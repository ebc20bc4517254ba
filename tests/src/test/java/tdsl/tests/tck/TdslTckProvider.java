package tdsl.tests.tck;

import static org.graalvm.polyglot.tck.TypeDescriptor.ANY;
import static org.graalvm.polyglot.tck.TypeDescriptor.ARRAY;
import static org.graalvm.polyglot.tck.TypeDescriptor.BOOLEAN;
import static org.graalvm.polyglot.tck.TypeDescriptor.NULL;
import static org.graalvm.polyglot.tck.TypeDescriptor.NUMBER;
import static org.graalvm.polyglot.tck.TypeDescriptor.OBJECT;
import static org.graalvm.polyglot.tck.TypeDescriptor.STRING;
import static org.graalvm.polyglot.tck.TypeDescriptor.array;
import static org.graalvm.polyglot.tck.TypeDescriptor.executable;
import static org.graalvm.polyglot.tck.TypeDescriptor.intersection;
import static org.graalvm.polyglot.tck.TypeDescriptor.union;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.tck.InlineSnippet;
import org.graalvm.polyglot.tck.LanguageProvider;
import org.graalvm.polyglot.tck.ResultVerifier;
import org.graalvm.polyglot.tck.Snippet;
import org.graalvm.polyglot.tck.TypeDescriptor;

/// What the compatibility kit tries TDSL with: values, operators and statements, and which kinds of value each takes.
public final class TdslTckProvider implements LanguageProvider {
    private static final String LANGUAGE = "tdsl";

    /// A dict is a hash, and an object with its string keys as members.
    private static final TypeDescriptor DICT = intersection(OBJECT, TypeDescriptor.hash(ANY, ANY));

    /// A tensor of a vector: an array of numbers that has members.
    private static final TypeDescriptor VECTOR = intersection(OBJECT, array(NUMBER));

    /// What can be iterated.
    private static final TypeDescriptor SEQUENCE =
            union(ARRAY, STRING, TypeDescriptor.HASH, TypeDescriptor.ITERABLE, TypeDescriptor.ITERATOR);

    @Override
    public String getId() {
        return LANGUAGE;
    }

    @Override
    public Value createIdentityFunction(Context context) {
        return function(context, "fn(value) => value");
    }

    @Override
    public Collection<? extends Snippet> createValueConstructors(Context context) {
        return List.of(
                value(context, "none", NULL),
                value(context, "true", BOOLEAN),
                value(context, "7", NUMBER),
                value(context, "-9_000_000_000", NUMBER),
                value(context, "1.5", NUMBER),
                value(context, "\"text\"", STRING),
                value(context, "\"\"", STRING),
                value(context, "[1, 2]", array(NUMBER)),
                value(context, "[1, \"a\", none]", array(union(NUMBER, STRING, NULL))),
                value(context, "(1, 2)", array(NUMBER)),
                value(context, "0..3", array(NUMBER)),
                value(context, "{a: 1, b: 2}", DICT),
                value(context, "map(fn(x) => x, [1, 2])", TypeDescriptor.ITERABLE),
                value(context, "tensor([1.0, 2.0])", VECTOR),
                value(context, "ValueError", intersection(OBJECT, TypeDescriptor.META_OBJECT)),
                value(context, "fn(a, b) => a", intersection(OBJECT, executable(ANY, ANY, ANY))));
    }

    private static Snippet value(Context context, String code, TypeDescriptor type) {
        return Snippet.newBuilder(code, function(context, "fn() => " + code), type)
                .build();
    }

    @Override
    public Collection<? extends Snippet> createExpressions(Context context) {
        List<Snippet> expressions = new ArrayList<>();
        for (String operator : List.of("+", "-")) {
            addOverloads(context, expressions, operator, NUMBER, VECTOR);
        }
        expressions.add(binary(context, "+", STRING, STRING, STRING));
        for (String operator : List.of("<", "<=", ">", ">=")) {
            addOverloads(context, expressions, operator, BOOLEAN, intersection(OBJECT, array(BOOLEAN)));
            expressions.add(binary(context, operator, BOOLEAN, STRING, STRING));
        }
        expressions.add(Snippet.newBuilder("not", function(context, "fn(a) => not a"), BOOLEAN)
                .parameterTypes(BOOLEAN)
                .build());
        expressions.add(Snippet.newBuilder("len", function(context, "fn(a) => len(a)"), NUMBER)
                .parameterTypes(union(ARRAY, STRING))
                .build());
        expressions.add(Snippet.newBuilder("list", function(context, "fn(a) => list(a)"), ARRAY)
                .parameterTypes(SEQUENCE)
                .build());
        expressions.add(Snippet.newBuilder("string", function(context, "fn(a) => string(a)"), STRING)
                .parameterTypes(ANY)
                .build());
        return expressions;
    }

    private static void addOverloads(
            Context context,
            List<Snippet> expressions,
            String operator,
            TypeDescriptor ofNumbers,
            TypeDescriptor ofTensors) {
        expressions.add(binary(context, operator, ofNumbers, NUMBER, NUMBER));
        expressions.add(binary(context, operator, ofTensors, VECTOR, NUMBER));
        expressions.add(binary(context, operator, ofTensors, NUMBER, VECTOR));
        expressions.add(binary(context, operator, ofTensors, VECTOR, VECTOR));
    }

    private static Snippet binary(
            Context context, String operator, TypeDescriptor result, TypeDescriptor left, TypeDescriptor right) {
        return Snippet.newBuilder(operator, function(context, "fn(a, b) => a " + operator + " b"), result)
                .parameterTypes(left, right)
                .resultVerifier(run -> {
                    if (!mayBeRefused(run, left, right)) {
                        ResultVerifier.getDefaultResultVerifier().accept(run);
                    }
                })
                .build();
    }

    /// Some values are of the right kind and still refused: arrays that are no tensors, integers that do not fit into
    /// 64 bits, and those whose result does not.
    private static boolean mayBeRefused(ResultVerifier.SnippetRun run, TypeDescriptor... types) {
        PolyglotException failure = run.getException();
        if (failure == null || !failure.isGuestException() || failure.isInternalError()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!types[i].isAssignable(
                    TypeDescriptor.forValue(run.getParameters().get(i)))) {
                return false;
            }
        }
        boolean isOverflow = failure.getMessage().startsWith("ArithmeticError: ");
        return isOverflow || run.getParameters().stream().anyMatch(TdslTckProvider::isRefused);
    }

    private static boolean isRefused(Value value) {
        boolean isTooLarge = value.isNumber() && !value.fitsInLong() && !value.fitsInDouble();
        return isTooLarge || VECTOR.isAssignable(TypeDescriptor.forValue(value)) && !value.hasMember("dtype");
    }

    @Override
    public Collection<? extends Snippet> createStatements(Context context) {
        return List.of(
                statement(context, "if", "fn(a) { if a { return 1 } else { return 2 } }", NUMBER, BOOLEAN),
                statement(context, "while", "fn(a) { while a { break }; return none }", NULL, BOOLEAN),
                statement(context, "for", "fn(a) { let n = 0; for x in a { n += 1 }; return n }", NUMBER, SEQUENCE),
                statement(context, "let", "fn(a) { let b = a; return [b] }", ARRAY, ANY),
                statement(context, "try", "fn(a) { try { throw ValueError(\"x\") } catch e { return a } }", ANY, ANY));
    }

    private static Snippet statement(
            Context context, String name, String code, TypeDescriptor result, TypeDescriptor parameter) {
        return Snippet.newBuilder(name, function(context, code), result)
                .parameterTypes(parameter)
                .build();
    }

    @Override
    public Collection<? extends Snippet> createScripts(Context context) {
        return List.of(script(context, """
                class Sum(start) {
                    let total = start
                    fn add(value) { total += value; return self }
                }
                let sum = Sum(1)
                for i in 0..4 { sum.add(i) }
                sum.total
                """, 7), script(context, """
                let x = tensor([[1, 2], [3, 4]])
                (x @ x.T).sum().item()
                """, 52));
    }

    private static Snippet script(Context context, String code, int result) {
        Source source = Source.newBuilder(LANGUAGE, code, "script.tdsl").buildLiteral();
        return Snippet.newBuilder("script " + result, context.parse(source), NUMBER)
                .resultVerifier(run -> {
                    ResultVerifier.getDefaultResultVerifier().accept(run);
                    if (run.getResult().asInt() != result) {
                        throw new AssertionError("expected " + result + ", got " + run.getResult());
                    }
                })
                .build();
    }

    @Override
    public Collection<? extends Source> createInvalidSyntaxScripts(Context context) {
        return List.of(
                Source.newBuilder(LANGUAGE, "let = 1", "invalid.tdsl").buildLiteral(),
                Source.newBuilder(LANGUAGE, "fn f( { return 1 }", "invalid_function.tdsl")
                        .buildLiteral());
    }

    @Override
    public Collection<? extends InlineSnippet> createInlineScripts(Context context) {
        Snippet script = script(context, "fn add(a, b) {\n    let c = a + b\n    return c\n}\nadd(3, 4)\n", 7);
        return List.of(
                InlineSnippet.newBuilder(script, "a * b")
                        .locationPredicate(section -> section.getStartLine() == 2)
                        .resultVerifier(run -> {
                            PolyglotException failure = run.getException();
                            if (failure != null) {
                                throw failure;
                            }
                            if (run.getResult().asInt() != 12) {
                                throw new AssertionError("a * b is " + run.getResult());
                            }
                        })
                        .build(),
                InlineSnippet.newBuilder(script, "1 + 1").build());
    }

    private static Value function(Context context, String code) {
        return context.eval(LANGUAGE, code);
    }
}
