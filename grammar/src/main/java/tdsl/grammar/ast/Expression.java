package tdsl.grammar.ast;

import java.util.List;
import java.util.Optional;

/// What has a value. Parentheses leave no node behind; they show only in the shape of the tree.
public sealed interface Expression extends Node {

    /// `none`.
    record NoneLiteral(Span span) implements Expression {}

    /// `true` or `false`.
    record BooleanLiteral(Span span, boolean value) implements Expression {}

    /// `42`, `1_000`, `0xff`, `0b1010`. The one literal with a sign is the smallest integer, `-9223372036854775808`.
    record IntegerLiteral(Span span, long value) implements Expression {}

    /// `1.5`, `1e-3`.
    record FloatLiteral(Span span, double value) implements Expression {}

    /// A string without interpolation, its escapes already replaced.
    record StringLiteral(Span span, String value) implements Expression {}

    /// `"step {step}: loss {loss:.4f}"`: the parts in order, at least one of them a [StringPart.Interpolation].
    record InterpolatedString(Span span, List<StringPart> parts) implements Expression {
        public InterpolatedString {
            parts = List.copyOf(parts);
        }
    }

    /// A name that is read.
    record Name(Span span, String text) implements Expression, Target {}

    /// `[1, 2]`.
    record ListLiteral(Span span, List<Expression> elements) implements Expression {
        public ListLiteral {
            elements = List.copyOf(elements);
        }
    }

    /// `()`, `(1,)`, `(1, 2)`.
    record TupleLiteral(Span span, List<Expression> elements) implements Expression {
        public TupleLiteral {
            elements = List.copyOf(elements);
        }
    }

    /// `{a: 1, "b c": 2}`.
    record DictLiteral(Span span, List<DictEntry> entries) implements Expression {
        public DictLiteral {
            entries = List.copyOf(entries);
        }
    }

    /// `[1, 2; 3, 4]`: rows of elements. The parser has checked that all rows have the same length.
    record TensorLiteral(Span span, List<List<Expression>> rows) implements Expression {
        public TensorLiteral {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /// `[element for x in xs if p(x)]`, with one or more `for` clauses, outermost first.
    record Comprehension(Span span, Expression element, List<ForClause> clauses) implements Expression {
        public Comprehension {
            clauses = List.copyOf(clauses);
        }
    }

    /// `start..end`, or `start..=end` when `inclusive`, with an optional `by step`.
    record Range(Span span, Expression start, Expression end, boolean inclusive, Optional<Expression> step)
            implements Expression {}

    /// `-x`, `+x`, `~x`, `not x`.
    record Unary(Span span, Operator.Unary operator, Span operatorSpan, Expression operand) implements Expression {}

    /// `left + right` and the other operators that compute from both operands.
    record Binary(Span span, Expression left, Operator.Binary operator, Span operatorSpan, Expression right)
            implements Expression {}

    /// `left < right`; comparisons never chain.
    record Comparison(Span span, Expression left, Operator.Comparison operator, Span operatorSpan, Expression right)
            implements Expression {}

    /// `left and right`, `left or right`.
    record Logical(Span span, Expression left, Operator.Logical operator, Span operatorSpan, Expression right)
            implements Expression {}

    /// `value |> target`: when `target` is a [Call], value becomes its first argument; else target is called with
    /// value.
    record Pipe(Span span, Expression value, Span operatorSpan, Expression target) implements Expression {}

    /// `if (condition) whenTrue else whenFalse`.
    record Conditional(Span span, Expression condition, Expression whenTrue, Expression whenFalse)
            implements Expression {}

    /// `fn(x) => e`, `fn(x) { … }`.
    record Lambda(Span span, Signature signature, FunctionBody body) implements Expression {}

    /// `callee(arguments)`.
    record Call(Span span, Expression callee, List<Argument> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /// `value[subscripts]`, with at least one subscript.
    record Index(Span span, Expression value, List<Subscript> subscripts) implements Expression, Target {
        public Index {
            subscripts = List.copyOf(subscripts);
        }
    }

    /// `value.name`. The name may be a keyword (`g.op`).
    record Attribute(Span span, Expression value, Identifier name) implements Expression, Target {}
}
