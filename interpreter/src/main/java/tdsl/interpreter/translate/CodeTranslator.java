package tdsl.interpreter.translate;

import tdsl.interpreter.translate.names.FunctionScope;
import tdsl.interpreter.translate.names.Resolution;

/// The translators for the code of one function.
final class CodeTranslator {
    private final Translation translation;
    private final FunctionScope function;
    private final Variables variables;
    private final StatementTranslator statements;
    private final ExpressionTranslator expressions;
    private final TargetTranslator targets;
    private final DeclarationTranslator declarations;

    CodeTranslator(Translation translation, FunctionScope function) {
        this.translation = translation;
        this.function = function;
        variables = new Variables(function);
        statements = new StatementTranslator(this);
        expressions = new ExpressionTranslator(this);
        targets = new TargetTranslator(this);
        declarations = new DeclarationTranslator(this);
    }

    Translation translation() {
        return translation;
    }

    Resolution resolution() {
        return translation.resolution();
    }

    FunctionScope function() {
        return function;
    }

    Variables variables() {
        return variables;
    }

    StatementTranslator statements() {
        return statements;
    }

    ExpressionTranslator expressions() {
        return expressions;
    }

    TargetTranslator targets() {
        return targets;
    }

    DeclarationTranslator declarations() {
        return declarations;
    }
}
