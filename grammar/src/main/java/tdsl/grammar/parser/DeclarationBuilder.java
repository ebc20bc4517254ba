package tdsl.grammar.parser;

import static tdsl.grammar.ast.Parameter.Kind.NAME_ONLY;
import static tdsl.grammar.ast.Parameter.Kind.ORDINARY;
import static tdsl.grammar.ast.Parameter.Kind.REST;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.ClassMember;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.OpClause;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Signature;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Statement;
import tdsl.grammar.parser.TdslParser.OpClauseContext;

/// Builds and checks what declares names: patterns, signatures, classes, ops.
final class DeclarationBuilder {
    private final Build build;
    private final ExpressionBuilder expressions;
    private final StatementBuilder statements;
    private final TypeBuilder types;

    DeclarationBuilder(Build build, ExpressionBuilder expressions, StatementBuilder statements) {
        this.build = build;
        this.expressions = expressions;
        this.statements = statements;
        types = new TypeBuilder(build, expressions);
    }

    Pattern pattern(TdslParser.PatternContext context) {
        Pattern pattern = build.pattern(context);
        checkDistinct(names(pattern, new ArrayList<>()), "`%s` is declared twice");
        return pattern;
    }

    private static List<Identifier> names(Pattern pattern, List<Identifier> names) {
        switch (pattern) {
            case Pattern.Single(Identifier name) -> names.add(name);
            case Pattern.Tuple(Span _, List<Pattern> elements) -> elements.forEach(element -> names(element, names));
        }
        return names;
    }

    /// Reports every name that has come before, except `_`.
    private void checkDistinct(List<Identifier> names, String message) {
        Set<String> known = new HashSet<>();
        for (Identifier name : names) {
            if (!name.text().equals("_") && !known.add(name.text())) {
                build.errors().report(name.span(), message.formatted(name.text()));
            }
        }
    }

    Signature signature(TdslParser.SignatureContext context) {
        return new Signature(
                build.span(context),
                parameters(context.parameters()),
                Build.optional(context.typeAnnotation(), types::annotation));
    }

    private List<Parameter> parameters(TdslParser.ParametersContext context) {
        List<Parameter> parameters = new ArrayList<>();
        boolean afterRest = false;
        boolean afterDefault = false;
        for (TdslParser.ParameterContext parameterContext : context.parameter()) {
            Parameter parameter = parameter(parameterContext, afterRest);
            checkOrder(parameter, afterRest, afterDefault);
            afterRest |= parameter.kind() == REST;
            afterDefault |= parameter.defaultValue().isPresent();
            parameters.add(parameter);
        }
        checkDistinct(Build.map(parameters, Parameter::name), "there are two parameters `%s`");
        return parameters;
    }

    private Parameter parameter(TdslParser.ParameterContext context, boolean afterRest) {
        Parameter.Kind kind = context.STAR() != null ? REST : afterRest ? NAME_ONLY : ORDINARY;
        return new Parameter(
                build.span(context),
                build.identifier(context.name()),
                kind,
                Build.optional(context.typeAnnotation(), types::annotation),
                Build.optional(context.expression(), expressions::build));
    }

    private void checkOrder(Parameter parameter, boolean afterRest, boolean afterDefault) {
        boolean hasDefault = parameter.defaultValue().isPresent();
        String name = parameter.name().text();
        if (parameter.kind() == REST && afterRest) {
            build.errors().report(parameter.span(), "only one parameter can take the rest of the arguments");
        } else if (parameter.kind() == REST && hasDefault) {
            build.errors().report(parameter.span(), "`*%s` cannot have a default".formatted(name));
        } else if (parameter.kind() == ORDINARY && afterDefault && !hasDefault) {
            build.errors()
                    .report(
                            parameter.span(),
                            "`%s` needs a default, since a parameter before it has one".formatted(name));
        }
    }

    Statement.ClassDeclaration classDeclaration(TdslParser.ClassDeclarationContext context) {
        List<ClassMember> members = context.classMember().stream()
                .map(this::classMember)
                .filter(Objects::nonNull)
                .toList();
        checkDistinct(memberNames(members), "the class has two members `%s`");
        return new Statement.ClassDeclaration(
                build.span(context),
                build.identifier(context.name()),
                Build.optional(context.parameters(), this::parameters).orElse(List.of()),
                members);
    }

    /// The member, or null if it did not parse.
    private ClassMember classMember(TdslParser.ClassMemberContext context) {
        if (context.separator() == null) {
            statements.checkWithin(context);
            return null;
        }
        return context.letStatement() != null
                ? statements.visitLetStatement(context.letStatement())
                : statements.function(context.functionDeclaration());
    }

    private static List<Identifier> memberNames(List<ClassMember> members) {
        List<Identifier> names = new ArrayList<>();
        for (ClassMember member : members) {
            switch (member) {
                case Statement.Let let -> names(let.pattern(), names);
                case Statement.FunctionDeclaration function -> names.add(function.name());
            }
        }
        return names;
    }

    Statement opDeclaration(TdslParser.OpDeclarationContext context) {
        Identifier name = build.identifier(context.name());
        Optional<OpClauseContext> forward = onlyClause(context, TdslParser.FORWARD, "forward");
        Optional<OpClauseContext> backward = onlyClause(context, TdslParser.BACKWARD, "backward");
        Optional<OpClauseContext> symbolic = onlyClause(context, TdslParser.SYMBOLIC, "symbolic");
        List<Parameter> parameters = parameters(context.parameters());
        if (forward.isEmpty()) {
            build.errors().report(name.span(), "op `%s` needs a `forward { … }` block".formatted(name.text()));
            return null;
        }
        return new Statement.OpDeclaration(
                build.span(context),
                name,
                parameters,
                statements.forwardBlock(forward.get().block()),
                backward.map(this::opClause),
                symbolic.map(this::opClause));
    }

    private Optional<OpClauseContext> onlyClause(TdslParser.OpDeclarationContext op, int keyword, String word) {
        List<OpClauseContext> clauses = op.opClause().stream()
                .filter(clause -> clause.getStart().getType() == keyword)
                .toList();
        clauses.stream()
                .skip(1)
                .map(ParserRuleContext::getStart)
                .forEach(again ->
                        build.errors().report(build.span(again), "an op has only one `%s` block".formatted(word)));
        return clauses.stream().findFirst();
    }

    private OpClause opClause(OpClauseContext context) {
        Block body = statements.functionBlock(context.block());
        return new OpClause(build.span(context), parameters(context.parameters()), body);
    }
}
