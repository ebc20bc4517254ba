package tdsl.grammar.parser;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.FunctionBody;
import tdsl.grammar.ast.ModuleReference;
import tdsl.grammar.ast.Program;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Statement;

/// Builds statements. Those that did not parse are left out, but what parsed within them is still checked.
public final class StatementBuilder extends TdslParserBaseVisitor<Statement> {

    /// What may be left, or saved to, at the current place.
    private record Surroundings(boolean loop, boolean function, boolean forward) {
        static final Surroundings TOP = new Surroundings(false, false, false);
        static final Surroundings FUNCTION = new Surroundings(false, true, false);
        static final Surroundings FORWARD = new Surroundings(false, true, true);
        static final Surroundings UNKNOWN = new Surroundings(true, true, true);

        Surroundings inLoop() {
            return new Surroundings(true, function, forward);
        }
    }

    private final Build build;
    private final ExpressionBuilder expressions;
    private final DeclarationBuilder declarations;
    private final TargetBuilder targets;
    private Surroundings surroundings = Surroundings.TOP;
    private int firstParseError;

    public StatementBuilder(String source, Positions positions, ErrorSink errors) {
        build = new Build(source, positions, errors);
        expressions = new ExpressionBuilder(build, this);
        declarations = new DeclarationBuilder(build, expressions, this);
        targets = new TargetBuilder(build);
    }

    /// The syntax tree of a whole source.
    public Program program(TdslParser.ProgramContext program) {
        firstParseError = build.errors().inOrder().stream()
                .findFirst()
                .map(error -> error.span().start())
                .orElse(Integer.MAX_VALUE);
        return new Program(new Span(0, build.source().length()), statements(program.statement()));
    }

    DeclarationBuilder declarations() {
        return declarations;
    }

    Block block(TdslParser.BlockContext block) {
        return new Block(build.span(block), statements(block.statement()));
    }

    Block functionBlock(TdslParser.BlockContext block) {
        return within(Surroundings.FUNCTION, () -> block(block));
    }

    Block forwardBlock(TdslParser.BlockContext block) {
        return within(Surroundings.FORWARD, () -> block(block));
    }

    private Block loopBlock(TdslParser.BlockContext block) {
        return within(surroundings.inLoop(), () -> block(block));
    }

    private <R> R within(Surroundings inner, Supplier<R> builder) {
        Surroundings outer = surroundings;
        surroundings = inner;
        try {
            return builder.get();
        } finally {
            surroundings = outer;
        }
    }

    private List<Statement> statements(List<TdslParser.StatementContext> contexts) {
        return contexts.stream().map(this::statement).filter(Objects::nonNull).toList();
    }

    /// The statement, or null if it did not parse, which shows in that its end was not reached.
    private Statement statement(TdslParser.StatementContext context) {
        if (context.separator() == null) {
            checkWithin(context);
            return null;
        }
        return visit(context.statementBody().getChild(0));
    }

    /// Builds the statements within something that did not parse, for the errors in them.
    void checkWithin(ParserRuleContext broken) {
        within(Surroundings.UNKNOWN, () -> {
            statementsWithin(broken).forEach(this::statement);
            return null;
        });
    }

    private static Stream<TdslParser.StatementContext> statementsWithin(ParseTree tree) {
        return Stream.iterate(0, index -> index < tree.getChildCount(), index -> index + 1)
                .map(tree::getChild)
                .flatMap(child -> child instanceof TdslParser.StatementContext statement
                        ? Stream.of(statement)
                        : statementsWithin(child));
    }

    @Override
    public Statement.Let visitLetStatement(TdslParser.LetStatementContext context) {
        return new Statement.Let(
                build.span(context), declarations.pattern(context.pattern()), expressions.build(context.expression()));
    }

    @Override
    public Statement visitAssignmentOrExpression(TdslParser.AssignmentOrExpressionContext context) {
        Span span = build.span(context);
        Expression left = expressions.build(context.expression(0));
        TdslParser.AssignmentOperatorContext operator = context.assignmentOperator();
        if (operator == null) {
            return new Statement.ExpressionStatement(span, left);
        }
        Expression value = expressions.build(context.expression(1));
        if (operator.ASSIGN() != null) {
            return targets.target(left)
                    .map(target -> new Statement.Assign(span, target, value))
                    .orElse(null);
        }
        return targets.singleTarget(left, operator.getText())
                .map(target -> new Statement.CompoundAssign(
                        span, target, Operators.binary(operator.getStart()), build.span(operator), value))
                .orElse(null);
    }

    @Override
    public Statement visitFunctionDeclaration(TdslParser.FunctionDeclarationContext context) {
        return function(context);
    }

    Statement.FunctionDeclaration function(TdslParser.FunctionDeclarationContext context) {
        return new Statement.FunctionDeclaration(
                build.span(context),
                build.identifier(context.name()),
                declarations.signature(context.signature()),
                functionBody(context.functionBody()));
    }

    private FunctionBody functionBody(TdslParser.FunctionBodyContext body) {
        return body.block() != null
                ? functionBlock(body.block())
                : new FunctionBody.Value(expressions.build(body.expression()));
    }

    @Override
    public Statement visitClassDeclaration(TdslParser.ClassDeclarationContext context) {
        return declarations.classDeclaration(context);
    }

    @Override
    public Statement visitOpDeclaration(TdslParser.OpDeclarationContext context) {
        return declarations.opDeclaration(context);
    }

    @Override
    public Statement visitIfStatement(TdslParser.IfStatementContext context) {
        return new Statement.If(
                build.span(context),
                Build.map(context.branch(), this::branch),
                Build.optional(context.block(), this::block));
    }

    private Statement.Branch branch(TdslParser.BranchContext branch) {
        return new Statement.Branch(build.span(branch), expressions.build(branch.expression()), block(branch.block()));
    }

    @Override
    public Statement visitWhileStatement(TdslParser.WhileStatementContext context) {
        return new Statement.While(
                build.span(context), expressions.build(context.expression()), loopBlock(context.block()));
    }

    @Override
    public Statement visitForStatement(TdslParser.ForStatementContext context) {
        return new Statement.For(
                build.span(context),
                declarations.pattern(context.pattern()),
                expressions.build(context.expression()),
                loopBlock(context.block()));
    }

    @Override
    public Statement visitWithStatement(TdslParser.WithStatementContext context) {
        return new Statement.With(
                build.span(context),
                expressions.build(context.expression()),
                Build.optional(context.name(), build::identifier),
                block(context.block()));
    }

    @Override
    public Statement visitTryStatement(TdslParser.TryStatementContext context) {
        if (context.catchClause().isEmpty() && context.finallyBlock == null) {
            reportLoneTry(context);
        }
        return new Statement.Try(
                build.span(context),
                block(context.block(0)),
                Build.map(context.catchClause(), this::catchClause),
                Build.optional(context.finallyBlock, this::block));
    }

    private void reportLoneTry(TdslParser.TryStatementContext context) {
        String message = "`try` needs a `catch` or a `finally`";
        Span span = build.span(context.TRY().getSymbol());
        boolean couldGoOn = build.source().substring(build.span(context).end()).isBlank();
        if (couldGoOn) {
            build.errors().reportIncomplete(span, message);
        } else {
            build.errors().report(span, message);
        }
    }

    private Statement.CatchClause catchClause(TdslParser.CatchClauseContext context) {
        return new Statement.CatchClause(
                build.span(context),
                Build.optional(context.name(), build::identifier),
                Build.optional(context.qualifiedName(), expressions::build),
                block(context.block()));
    }

    @Override
    public Statement visitBreakStatement(TdslParser.BreakStatementContext context) {
        require(surroundings.loop(), context, "`break` outside of a loop");
        return new Statement.Break(build.span(context));
    }

    @Override
    public Statement visitContinueStatement(TdslParser.ContinueStatementContext context) {
        require(surroundings.loop(), context, "`continue` outside of a loop");
        return new Statement.Continue(build.span(context));
    }

    @Override
    public Statement visitReturnStatement(TdslParser.ReturnStatementContext context) {
        require(surroundings.function(), context, "`return` outside of a function");
        return new Statement.Return(build.span(context), Build.optional(context.expression(), expressions::build));
    }

    @Override
    public Statement visitSaveStatement(TdslParser.SaveStatementContext context) {
        require(surroundings.forward(), context, "`save` outside of the `forward` block of an op");
        return new Statement.Save(build.span(context), Build.map(context.name(), build::identifier));
    }

    /// Reports what stands in a wrong place. After an error of parsing, the function or loop around it may just not
    /// have
    /// been recognised.
    private void require(boolean allowed, ParserRuleContext statement, String message) {
        Span place = build.span(statement.getStart());
        if (!allowed && place.start() < firstParseError) {
            build.errors().report(place, message);
        }
    }

    @Override
    public Statement visitThrowStatement(TdslParser.ThrowStatementContext context) {
        return new Statement.Throw(build.span(context), expressions.build(context.expression()));
    }

    @Override
    public Statement visitImportStatement(TdslParser.ImportStatementContext context) {
        ModuleReference module = module(context.moduleReference());
        if (module instanceof ModuleReference.File && context.name() == null) {
            build.errors()
                    .report(
                            module.span(),
                            "a file that is imported needs a name",
                            "write `import %s as name`".formatted(build.text(context.moduleReference())));
        }
        return new Statement.Import(build.span(context), module, Build.optional(context.name(), build::identifier));
    }

    @Override
    public Statement visitFromImportStatement(TdslParser.FromImportStatementContext context) {
        return new Statement.FromImport(
                build.span(context),
                module(context.moduleReference()),
                Build.map(context.importedName(), this::importedName));
    }

    private Statement.ImportedName importedName(TdslParser.ImportedNameContext context) {
        return new Statement.ImportedName(
                build.span(context),
                build.identifier(context.name(0)),
                Build.optional(context.alias, build::identifier));
    }

    private ModuleReference module(TdslParser.ModuleReferenceContext context) {
        Span span = build.span(context);
        if (context.name() != null) {
            return new ModuleReference.Standard(build.identifier(context.name()));
        }
        Optional<String> path = expressions.build(context.string()) instanceof Expression.StringLiteral literal
                ? Optional.of(literal.value())
                : Optional.empty();
        if (path.isEmpty()) {
            build.errors().report(span, "the path of an import cannot be computed", "write the path without `{…}`");
        }
        return new ModuleReference.File(span, path.orElse(""));
    }
}
