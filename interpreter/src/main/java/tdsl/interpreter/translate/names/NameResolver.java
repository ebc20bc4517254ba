package tdsl.interpreter.translate.names;

import com.oracle.truffle.api.source.Source;
import java.util.List;
import java.util.Set;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.ModuleReference;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Program;
import tdsl.grammar.ast.Statement;
import tdsl.grammar.ast.Target;

/// Finds out what every name of a program means, before any of it runs. Goes through statements; expressions and
/// functions have resolvers of their own.
public final class NameResolver {
    private final Names names;
    private final ExpressionResolver expressions;
    private final FunctionResolver functions;

    private NameResolver(Names names, Resolution resolution) {
        this.names = names;
        this.functions = new FunctionResolver(this, names, resolution);
        this.expressions = new ExpressionResolver(this, names, resolution);
    }

    /// @param hiddenBuiltins builtins that the scope's own variables hide
    public static Resolution resolve(Source source, Program program, Set<String> hiddenBuiltins) {
        Resolution resolution = new Resolution();
        FunctionScope scope = new FunctionScope(null, FunctionScope.TOP_LEVEL_NAME);
        resolution.setFunction(program, scope);
        NameResolver resolver = new NameResolver(new Names(source, hiddenBuiltins, resolution, scope), resolution);
        program.statements().forEach(resolver::announce);
        resolver.statements(BlockScope.ofProgram(scope), program.statements());
        return resolution;
    }

    FunctionResolver functions() {
        return functions;
    }

    ExpressionResolver expressions() {
        return expressions;
    }

    private void announce(Statement statement) {
        switch (statement) {
            case Statement.Let let -> announce(let.pattern());
            case Statement.FunctionDeclaration function -> names.announce(function.name(), true);
            case Statement.ClassDeclaration type -> names.announce(type.name(), true);
            case Statement.OpDeclaration op -> names.announce(op.name(), true);
            case Statement.Import module -> names.announce(importedName(module), true);
            case Statement.FromImport module ->
                module.names().forEach(name -> names.announce(name.alias().orElse(name.name()), true));
            default -> {}
        }
    }

    private void announce(Pattern pattern) {
        switch (pattern) {
            case Pattern.Single single -> names.announce(single.name(), false);
            case Pattern.Tuple tuple -> tuple.elements().forEach(this::announce);
        }
    }

    /// The name that an import declares.
    public static Identifier importedName(Statement.Import module) {
        return module.alias().orElseGet(() -> switch (module.module()) {
            case ModuleReference.Standard standard -> standard.name();
            case ModuleReference.File _ -> throw new IllegalStateException("an imported file has a name");
        });
    }

    void statements(BlockScope scope, List<Statement> statements) {
        statements.forEach(statement -> statement(scope, statement));
    }

    /// A block as a scope within another one.
    void block(BlockScope outer, Block block) {
        statements(outer.inner(block.span()), block.statements());
    }

    private void statement(BlockScope scope, Statement statement) {
        switch (statement) {
            case Statement.ExpressionStatement expression -> resolve(scope, expression.expression());
            case Statement.Let let -> {
                resolve(scope, let.value());
                declare(scope, let.pattern());
            }
            case Statement.Assign assign -> {
                resolve(scope, assign.value());
                target(scope, assign.target());
            }
            case Statement.CompoundAssign assign -> {
                target(scope, assign.target());
                resolve(scope, assign.value());
            }
            case Statement.If choice -> {
                for (Statement.Branch branch : choice.branches()) {
                    resolve(scope, branch.condition());
                    block(scope, branch.body());
                }
                choice.elseBlock().ifPresent(block -> block(scope, block));
            }
            case Statement.While loop -> {
                resolve(scope, loop.condition());
                block(scope, loop.body());
            }
            case Statement.For loop -> {
                resolve(scope, loop.iterable());
                BlockScope inner = scope.inner(loop.span());
                declare(inner, loop.pattern());
                block(inner, loop.body());
            }
            case Statement.Break _, Statement.Continue _ -> {}
            case Statement.Return result -> result.value().ifPresent(value -> resolve(scope, value));
            case Statement.With with -> {
                resolve(scope, with.context());
                BlockScope inner = scope.inner(with.span());
                with.name().ifPresent(name -> names.declare(inner, name));
                block(inner, with.body());
            }
            case Statement.Try attempt -> attempt(scope, attempt);
            case Statement.Throw error -> resolve(scope, error.value());
            case Statement.Save save -> save.names().forEach(name -> names.use(scope, name, name.text()));
            case Statement.FunctionDeclaration function -> {
                names.declare(scope, function.name());
                functions.function(scope, function);
            }
            case Statement.ClassDeclaration type -> {
                names.declare(scope, type.name());
                functions.type(scope, type);
            }
            case Statement.OpDeclaration op -> {
                names.declare(scope, op.name());
                functions.op(scope, op);
            }
            case Statement.Import module -> names.declare(scope, importedName(module));
            case Statement.FromImport module ->
                module.names().forEach(name -> names.declare(scope, name.alias().orElse(name.name())));
        }
    }

    private void attempt(BlockScope scope, Statement.Try attempt) {
        block(scope, attempt.body());
        for (Statement.CatchClause clause : attempt.catches()) {
            clause.kind().ifPresent(kind -> resolve(scope, kind));
            BlockScope inner = scope.inner(clause.span());
            clause.name().ifPresent(name -> names.declare(inner, name));
            block(inner, clause.body());
        }
        attempt.finallyBlock().ifPresent(block -> block(scope, block));
    }

    private void resolve(BlockScope scope, Expression expression) {
        expressions.resolve(scope, expression);
    }

    void declare(BlockScope scope, Pattern pattern) {
        switch (pattern) {
            case Pattern.Single single -> names.declare(scope, single.name());
            case Pattern.Tuple tuple -> tuple.elements().forEach(element -> declare(scope, element));
        }
    }

    private void target(BlockScope scope, Target target) {
        switch (target) {
            case Expression.Name name -> names.assign(scope, name, name.text());
            case Expression.Attribute attribute -> resolve(scope, attribute.value());
            case Expression.Index index -> resolve(scope, index);
            case Target.Tuple tuple -> tuple.elements().forEach(element -> target(scope, element));
        }
    }
}
