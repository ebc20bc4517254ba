package tdsl.interpreter.check;

import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.ClassMember;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.FunctionBody;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.ModuleReference;
import tdsl.grammar.ast.OpClause;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Signature;
import tdsl.grammar.ast.Statement;
import tdsl.grammar.ast.Target;
import tdsl.grammar.ast.TypeAnnotation;
import tdsl.interpreter.translate.ParameterLists;
import tdsl.interpreter.translate.names.Binding;

/// Follows the statements of a program: each once, with what is known of the variables that do not change.
final class StatementChecker {
    private final Analysis analysis;
    private final Reachability reachability;
    private final Annotations annotations;
    private final ExpressionChecker expressions;
    private Optional<TypeAnnotation> result = Optional.empty();

    StatementChecker(Analysis analysis) {
        this.analysis = analysis;
        reachability = new Reachability(analysis.findings());
        annotations = new Annotations(analysis);
        expressions = new ExpressionChecker(analysis, this);
    }

    void check(List<Statement> statements) {
        reachability.check(statements);
        // Functions and classes may be used before their declaration.
        statements.forEach(this::declare);
        statements.forEach(this::check);
    }

    private void check(Block block) {
        check(block.statements());
    }

    private void declare(Statement statement) {
        switch (statement) {
            case Statement.FunctionDeclaration function ->
                define(function.name(), script(function.name().text(), function.signature()));
            case Statement.ClassDeclaration type ->
                define(type.name(), script(type.name().text(), type.parameters()));
            case Statement.OpDeclaration op ->
                define(op.name(), script(op.name().text(), op.parameters()));
            default -> {}
        }
    }

    private Abstract.Script script(String name, Signature signature) {
        return new Abstract.Script(
                ParameterLists.of(name, signature.parameters(), analysis::text),
                signature.parameters(),
                signature.returnType());
    }

    private Abstract.Script script(String name, List<Parameter> parameters) {
        return new Abstract.Script(ParameterLists.of(name, parameters, analysis::text), parameters, Optional.empty());
    }

    private void check(Statement statement) {
        switch (statement) {
            case Statement.ExpressionStatement expression -> expressions.check(expression.expression());
            case Statement.Let let -> define(let.pattern(), expressions.check(let.value()));
            case Statement.Assign assign -> {
                expressions.check(assign.value());
                target(assign.target());
            }
            case Statement.CompoundAssign assign -> compoundAssign(assign);
            case Statement.If branching -> branches(branching);
            case Statement.While loop -> {
                expressions.check(loop.condition());
                check(loop.body());
            }
            case Statement.For loop -> {
                expressions.check(loop.iterable());
                check(loop.body());
            }
            case Statement.Return returned -> returned.value().ifPresent(this::returned);
            case Statement.With with -> {
                expressions.check(with.context());
                check(with.body());
            }
            case Statement.Try attempt -> attempt(attempt);
            case Statement.Throw thrown -> expressions.check(thrown.value());
            case Statement.FunctionDeclaration function -> postpone(function.signature(), function.body());
            case Statement.ClassDeclaration type -> members(type);
            case Statement.OpDeclaration op -> clauses(op);
            case Statement.Import module ->
                define(
                        module.alias().orElseGet(() -> moduleName(module)),
                        analysis.modules().module(module.module()));
            case Statement.FromImport module -> imported(module);
            case Statement.Save _, Statement.Break _, Statement.Continue _ -> {}
        }
    }

    private static Identifier moduleName(Statement.Import module) {
        return ((ModuleReference.Standard) module.module()).name();
    }

    // ---- variables ----

    private void define(Identifier name, Abstract value) {
        if (analysis.resolution().binding(name) instanceof Binding.Local local) {
            analysis.define(local.variable(), value);
        }
    }

    private void define(Pattern pattern, Abstract value) {
        switch (pattern) {
            case Pattern.Single single -> define(single.name(), value);
            case Pattern.Tuple tuple -> {
                boolean matches = value instanceof Abstract.Sequence sequence
                        && sequence.elements().size() == tuple.elements().size();
                for (int i = 0; i < tuple.elements().size(); i++) {
                    Abstract element =
                            matches ? ((Abstract.Sequence) value).elements().get(i) : Abstract.UNKNOWN;
                    define(tuple.elements().get(i), element);
                }
            }
        }
    }

    private void target(Target target) {
        switch (target) {
            case Target.Tuple tuple -> tuple.elements().forEach(this::target);
            case Expression.Name _ -> {}
            case Expression.Index index -> expressions.check(index);
            case Expression.Attribute attribute -> expressions.check(attribute.value());
        }
    }

    private void compoundAssign(Statement.CompoundAssign assign) {
        Abstract value = expressions.check(assign.value());
        if (assign.target() instanceof Expression.Index index) {
            Abstract left = expressions.check(index);
            expressions.operands(
                    index, ExpressionChecker.opName(assign.operator()), index, left, assign.value(), value);
        } else {
            target(assign.target());
        }
    }

    private void imported(Statement.FromImport module) {
        Abstract found = analysis.modules().module(module.module());
        for (Statement.ImportedName name : module.names()) {
            Abstract member = found instanceof Abstract.Module known
                    ? known.members().getOrDefault(name.name().text(), Abstract.UNKNOWN)
                    : Abstract.UNKNOWN;
            define(name.alias().orElse(name.name()), member);
        }
    }

    // ---- branches ----

    /// What follows a condition that is false for the example sizes is not looked at: it may count on others.
    private void branches(Statement.If branching) {
        for (Statement.Branch branch : branching.branches()) {
            Abstract condition = expressions.check(branch.condition());
            if (!(condition instanceof Abstract.Plain(Boolean holds))) {
                check(branch.body());
            } else if (holds) {
                check(branch.body());
                return;
            }
        }
        branching.elseBlock().ifPresent(this::check);
    }

    private void attempt(Statement.Try attempt) {
        if (attempt.catches().isEmpty()) {
            check(attempt.body());
        } else {
            analysis.whileFailuresAreExpected(() -> check(attempt.body()));
        }
        attempt.catches().forEach(clause -> check(clause.body()));
        attempt.finallyBlock().ifPresent(this::check);
    }

    // ---- functions ----

    /// A function without a name.
    Abstract function(String name, Signature signature, FunctionBody body) {
        postpone(signature, body);
        return script(name, signature);
    }

    private void postpone(Signature signature, FunctionBody body) {
        List<Parameter> parameters = signature.parameters();
        parameters.forEach(parameter -> parameter.defaultValue().ifPresent(expressions::check));
        analysis.postpone(() -> {
            Optional<TypeAnnotation> outer = result;
            result = signature.returnType();
            parameters.forEach(this::parameter);
            switch (body) {
                case Block block -> check(block);
                case FunctionBody.Value value -> returned(value.expression());
            }
            result = outer;
        });
    }

    private void parameter(Parameter parameter) {
        parameter.type().ifPresent(type -> {
            Abstract example = annotations.example(type);
            define(parameter.name(), example);
            type.dimensions().orElse(List.of()).forEach(this::bindSize);
        });
    }

    /// A name in the brackets of a parameter is an int in the body.
    private void bindSize(TypeAnnotation.Dimension dimension) {
        if (dimension instanceof TypeAnnotation.NamedSize named
                && analysis.resolution().isBinder(named.name())) {
            define(
                    named.name(),
                    new Abstract.Plain(analysis.sizes().of(named.name().text())));
        }
    }

    private void returned(Expression value) {
        Abstract returned = expressions.check(value);
        result.ifPresent(annotation -> annotations.result(annotation, returned, value.span()));
    }

    private void members(Statement.ClassDeclaration type) {
        type.parameters().forEach(parameter -> parameter.defaultValue().ifPresent(expressions::check));
        analysis.postpone(() -> {
            for (ClassMember member : type.members()) {
                switch (member) {
                    case Statement.Let let -> expressions.check(let.value());
                    case Statement.FunctionDeclaration method -> check((Statement) method);
                }
            }
        });
    }

    private void clauses(Statement.OpDeclaration op) {
        analysis.postpone(() -> {
            check(op.forward());
            op.backward().map(OpClause::body).ifPresent(this::check);
            op.symbolic().map(OpClause::body).ifPresent(this::check);
        });
    }
}
