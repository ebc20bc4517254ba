package tdsl.grammar;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tdsl.grammar.ast.Argument;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.ClassMember;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.ForClause;
import tdsl.grammar.ast.FunctionBody;
import tdsl.grammar.ast.ModuleReference;
import tdsl.grammar.ast.OpClause;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Program;
import tdsl.grammar.ast.Signature;
import tdsl.grammar.ast.Statement;
import tdsl.grammar.ast.StringPart;
import tdsl.grammar.ast.Subscript;
import tdsl.grammar.ast.Target;
import tdsl.grammar.ast.TypeAnnotation;

/// Shows syntax trees as s-expressions, so that tests can say what they expect.
final class TreeText {
    private TreeText() {}

    static String of(Program program) {
        return each(program.statements(), TreeText::of, " ; ");
    }

    static String of(Statement statement) {
        return switch (statement) {
            case Statement.ExpressionStatement s -> of(s.expression());
            case Statement.Let s -> "(let " + of(s.pattern()) + " " + of(s.value()) + ")";
            case Statement.Assign s -> "(= " + of(s.target()) + " " + of(s.value()) + ")";
            case Statement.CompoundAssign s ->
                "(" + s.operator().symbol() + "= " + of(s.target()) + " " + of(s.value()) + ")";
            case Statement.If s ->
                "(if " + each(s.branches(), branch -> of(branch.condition()) + " " + of(branch.body()), " ")
                        + maybe(s.elseBlock(), block -> " else " + of(block)) + ")";
            case Statement.While s -> "(while " + of(s.condition()) + " " + of(s.body()) + ")";
            case Statement.For s -> "(for " + of(s.pattern()) + " " + of(s.iterable()) + " " + of(s.body()) + ")";
            case Statement.Break _ -> "(break)";
            case Statement.Continue _ -> "(continue)";
            case Statement.Return s -> "(return" + maybe(s.value(), value -> " " + of(value)) + ")";
            case Statement.With s ->
                "(with " + of(s.context()) + maybe(s.name(), name -> " as " + name.text()) + " " + of(s.body()) + ")";
            case Statement.Try s ->
                "(try " + of(s.body()) + each(s.catches(), clause -> " " + of(clause), "")
                        + maybe(s.finallyBlock(), block -> " (finally " + of(block) + ")") + ")";
            case Statement.Throw s -> "(throw " + of(s.value()) + ")";
            case Statement.FunctionDeclaration s ->
                "(fn " + s.name().text() + " " + of(s.signature()) + " " + of(s.body()) + ")";
            case Statement.ClassDeclaration s ->
                "(class " + s.name().text() + " " + parameters(s.parameters())
                        + each(s.members(), member -> " " + of(member), "") + ")";
            case Statement.OpDeclaration s ->
                "(op " + s.name().text() + " " + parameters(s.parameters()) + " " + of(s.forward())
                        + maybe(s.backward(), clause -> " (backward " + of(clause) + ")")
                        + maybe(s.symbolic(), clause -> " (symbolic " + of(clause) + ")") + ")";
            case Statement.Save s -> "(save " + each(s.names(), name -> name.text(), " ") + ")";
            case Statement.Import s ->
                "(import " + of(s.module()) + maybe(s.alias(), name -> " as " + name.text()) + ")";
            case Statement.FromImport s ->
                "(from " + of(s.module()) + " "
                        + each(
                                s.names(),
                                name -> name.name().text() + maybe(name.alias(), alias -> " as " + alias.text()),
                                " ")
                        + ")";
        };
    }

    private static String of(Statement.CatchClause clause) {
        return "(catch " + maybe(clause.name(), name -> name.text() + " ")
                + maybe(clause.kind(), kind -> "is " + of(kind) + " ") + of(clause.body()) + ")";
    }

    private static String of(ClassMember member) {
        return of((Statement) member);
    }

    private static String of(OpClause clause) {
        return parameters(clause.parameters()) + " " + of(clause.body());
    }

    private static String of(ModuleReference module) {
        return switch (module) {
            case ModuleReference.Standard standard -> standard.name().text();
            case ModuleReference.File file -> quoted(file.path());
        };
    }

    private static String of(FunctionBody body) {
        return switch (body) {
            case Block block -> "{" + each(block.statements(), TreeText::of, " ; ") + "}";
            case FunctionBody.Value value -> of(value.expression());
        };
    }

    private static String of(Signature signature) {
        return parameters(signature.parameters()) + maybe(signature.returnType(), type -> " -> " + of(type));
    }

    private static String parameters(List<Parameter> parameters) {
        return "(" + each(parameters, TreeText::of, " ") + ")";
    }

    private static String of(Parameter parameter) {
        String mark = switch (parameter.kind()) {
            case ORDINARY -> "";
            case REST -> "*";
            case NAME_ONLY -> "!";
        };
        return mark
                + parameter.name().text()
                + maybe(parameter.type(), type -> ":" + of(type))
                + maybe(parameter.defaultValue(), value -> "=" + of(value));
    }

    private static String of(TypeAnnotation type) {
        return each(type.path(), name -> name.text(), ".")
                + maybe(type.dimensions(), dimensions -> "[" + each(dimensions, TreeText::of, " ") + "]");
    }

    private static String of(TypeAnnotation.Dimension dimension) {
        return switch (dimension) {
            case TypeAnnotation.FixedSize fixed -> Long.toString(fixed.size());
            case TypeAnnotation.NamedSize named -> named.name().text();
            case TypeAnnotation.AnySize _ -> "_";
            case TypeAnnotation.AnyAxes _ -> "..";
            case TypeAnnotation.ComputedSize computed -> of(computed.size());
        };
    }

    private static String of(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Single single -> single.name().text();
            case Pattern.Tuple tuple -> "(" + each(tuple.elements(), TreeText::of, " ") + ")";
        };
    }

    private static String of(Target target) {
        return switch (target) {
            case Expression expression -> of(expression);
            case Target.Tuple tuple -> "(" + each(tuple.elements(), TreeText::of, " ") + ")";
        };
    }

    static String of(Expression expression) {
        return switch (expression) {
            case Expression.NoneLiteral _ -> "none";
            case Expression.BooleanLiteral e -> Boolean.toString(e.value());
            case Expression.IntegerLiteral e -> Long.toString(e.value());
            case Expression.FloatLiteral e -> Double.toString(e.value());
            case Expression.StringLiteral e -> quoted(e.value());
            case Expression.InterpolatedString e -> "(string " + each(e.parts(), TreeText::of, " ") + ")";
            case Expression.Name e -> e.text();
            case Expression.ListLiteral e -> "[" + each(e.elements(), TreeText::of, " ") + "]";
            case Expression.TupleLiteral e -> "(tuple" + each(e.elements(), element -> " " + of(element), "") + ")";
            case Expression.DictLiteral e ->
                "{" + each(e.entries(), entry -> of(entry.key()) + ": " + of(entry.value()), " ") + "}";
            case Expression.TensorLiteral e ->
                "(tensor " + each(e.rows(), row -> "[" + each(row, TreeText::of, " ") + "]", " ") + ")";
            case Expression.Comprehension e ->
                "[" + of(e.element()) + each(e.clauses(), clause -> " " + of(clause), "") + "]";
            case Expression.Range e ->
                "(" + (e.inclusive() ? "..=" : "..") + " " + of(e.start()) + " " + of(e.end())
                        + maybe(e.step(), step -> " by " + of(step)) + ")";
            case Expression.Unary e -> "(" + e.operator().symbol() + " " + of(e.operand()) + ")";
            case Expression.Binary e -> infix(e.operator().symbol(), e.left(), e.right());
            case Expression.Comparison e -> infix(e.operator().symbol(), e.left(), e.right());
            case Expression.Logical e -> infix(e.operator().symbol(), e.left(), e.right());
            case Expression.Pipe e -> infix("|>", e.value(), e.target());
            case Expression.Conditional e ->
                "(if " + of(e.condition()) + " " + of(e.whenTrue()) + " " + of(e.whenFalse()) + ")";
            case Expression.Lambda e -> "(fn " + of(e.signature()) + " " + of(e.body()) + ")";
            case Expression.Call e ->
                "(call " + of(e.callee()) + each(e.arguments(), argument -> " " + of(argument), "") + ")";
            case Expression.Index e -> "(index " + of(e.value()) + " " + each(e.subscripts(), TreeText::of, " ") + ")";
            case Expression.Attribute e ->
                "(. " + of(e.value()) + " " + e.name().text() + ")";
        };
    }

    private static String infix(String symbol, Expression left, Expression right) {
        return "(" + symbol + " " + of(left) + " " + of(right) + ")";
    }

    private static String of(ForClause clause) {
        return "for " + of(clause.pattern()) + " in " + of(clause.iterable())
                + each(clause.conditions(), condition -> " if " + of(condition), "");
    }

    private static String of(StringPart part) {
        return switch (part) {
            case StringPart.Text text -> quoted(text.value());
            case StringPart.Interpolation interpolation ->
                "{" + of(interpolation.value()) + maybe(interpolation.format(), format -> " :" + format) + "}";
        };
    }

    private static String of(Argument argument) {
        return switch (argument) {
            case Argument.Positional positional -> of(positional.value());
            case Argument.Named named -> named.name().text() + "=" + of(named.value());
            case Argument.Spread spread -> "*" + of(spread.value());
        };
    }

    private static String of(Subscript subscript) {
        return switch (subscript) {
            case Subscript.At at -> of(at.value());
            case Subscript.Slice slice ->
                maybe(slice.start(), TreeText::of) + ":" + maybe(slice.stop(), TreeText::of)
                        + maybe(slice.step(), step -> ":" + of(step));
            case Subscript.Ellipsis _ -> "...";
        };
    }

    private static String quoted(String value) {
        return '"' + value.replace("\n", "\\n").replace("\"", "\\\"") + '"';
    }

    private static <T> String each(List<T> parts, Function<T, String> show, String separator) {
        return parts.stream().map(show).collect(joining(separator));
    }

    private static <T> String maybe(Optional<T> part, Function<T, String> show) {
        return part.map(show).orElse("");
    }
}
