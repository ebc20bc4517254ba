package tdsl.grammar.ast;

/// The body of a function: a block, or `= e` of a declaration and `=> e` of a lambda.
public sealed interface FunctionBody extends Node permits Block, FunctionBody.Value {

    /// A single expression, which is the result.
    record Value(Expression expression) implements FunctionBody {
        @Override
        public Span span() {
            return expression.span();
        }
    }
}
