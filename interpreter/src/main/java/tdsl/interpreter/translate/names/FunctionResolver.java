package tdsl.interpreter.translate.names;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.ClassMember;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.FunctionBody;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Node;
import tdsl.grammar.ast.OpClause;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Signature;
import tdsl.grammar.ast.Statement;
import tdsl.grammar.ast.TypeAnnotation;
import tdsl.interpreter.diagnostics.ErrorKind;

/// Resolves the names in functions, classes and operators.
public final class FunctionResolver {
    private static final String SELF = "self";

    private final NameResolver statements;
    private final Names names;
    private final Resolution resolution;

    FunctionResolver(NameResolver statements, Names names, Resolution resolution) {
        this.statements = statements;
        this.names = names;
        this.resolution = resolution;
    }

    // ---- functions ----

    void function(BlockScope outer, Statement.FunctionDeclaration declaration) {
        FunctionScope function =
                new FunctionScope(outer.function(), declaration.name().text());
        resolution.setFunction(declaration, function);
        code(outer.ofFunction(function), declaration.signature(), declaration.body());
    }

    void lambda(BlockScope outer, Expression.Lambda lambda) {
        FunctionScope function = new FunctionScope(outer.function(), FunctionScope.LAMBDA_NAME);
        resolution.setFunction(lambda, function);
        code(outer.ofFunction(function), lambda.signature(), lambda.body());
    }

    private void code(BlockScope scope, Signature signature, FunctionBody body) {
        typeNames(scope, signature.parameters());
        signature.returnType().ifPresent(type -> typeName(scope, type));
        parameters(scope, signature.parameters());
        signature.returnType().ifPresent(type -> sizes(scope, type, "the result"));
        switch (body) {
            case Block block -> statements.block(scope, block);
            case FunctionBody.Value value -> statements.expressions().resolve(scope, value.expression());
        }
    }

    /// Finds the types of parameters before these are declared, so that one may be called as its type: `device:
    /// device`.
    private void typeNames(BlockScope scope, List<Parameter> parameters) {
        parameters.forEach(parameter -> parameter.type().ifPresent(type -> typeName(scope, type)));
    }

    private void typeName(BlockScope scope, TypeAnnotation annotation) {
        Identifier first = annotation.path().getFirst();
        names.use(scope, first, first.text());
    }

    /// Declares parameters one after the other: a default and the sizes of an annotation see those before them.
    private void parameters(BlockScope scope, List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            parameter.defaultValue().ifPresent(value -> statements.expressions().resolve(scope, value));
            Variable variable = scope.function().newParameter(parameter.name().text());
            scope.add(variable);
            resolution.bind(parameter.name(), new Binding.Local(variable));
            sizes(scope, parameter);
        }
    }

    // ---- annotations ----

    private void sizes(BlockScope scope, Parameter parameter) {
        parameter.type().ifPresent(type -> sizes(scope, type, parameter.name().text()));
    }

    private void sizes(BlockScope scope, TypeAnnotation annotation, String subject) {
        for (TypeAnnotation.Dimension dimension : annotation.dimensions().orElse(List.of())) {
            switch (dimension) {
                case TypeAnnotation.NamedSize named -> size(scope, named.name(), subject);
                case TypeAnnotation.ComputedSize computed ->
                    names.hinting(
                            "a size gets its name where it stands alone, in a parameter before this one",
                            () -> statements.expressions().resolve(scope, computed.size()));
                case TypeAnnotation.FixedSize _, TypeAnnotation.AnySize _, TypeAnnotation.AnyAxes _ -> {}
            }
        }
    }

    /// A name of a size: known already, or bound here.
    private void size(BlockScope scope, Identifier name, String subject) {
        Binding known = names.lookUpSize(scope, name.text());
        if (known != null) {
            resolution.bind(name, known);
            return;
        }
        Variable variable = names.declare(scope, name);
        scope.function().sizeBindings().add(new FunctionScope.SizeBinding(variable, subject));
        resolution.markBinder(name);
    }

    // ---- classes ----

    void type(BlockScope outer, Statement.ClassDeclaration declaration) {
        ClassFields fields = new ClassFields();
        resolution.setFields(declaration, fields);
        FunctionScope constructor =
                new FunctionScope(outer.function(), declaration.name().text());
        constructor.setSelf(constructor.newVariable(SELF));
        resolution.setFunction(declaration, constructor);
        BlockScope scope = outer.ofFields(constructor, fields).inner(declaration.span());
        scope.add(constructor.self());
        typeNames(scope, declaration.parameters());
        for (Parameter parameter : declaration.parameters()) {
            parameter.defaultValue().ifPresent(value -> statements.expressions().resolve(scope, value));
            fields.addParameter(parameter.name().text());
            sizes(scope, parameter);
        }
        for (ClassMember member : declaration.members()) {
            if (member instanceof Statement.FunctionDeclaration method) {
                fields.addMethod(method.name().text());
            }
        }
        fields(scope, fields, declaration.members());
        methods(outer, fields, declaration.members());
    }

    private void fields(BlockScope scope, ClassFields fields, List<ClassMember> members) {
        for (ClassMember member : members) {
            if (member instanceof Statement.Let let) {
                statements.expressions().resolve(scope, let.value());
                field(scope, fields, let.pattern());
            }
        }
    }

    private void field(BlockScope scope, ClassFields fields, Pattern pattern) {
        switch (pattern) {
            case Pattern.Tuple tuple -> tuple.elements().forEach(element -> field(scope, fields, element));
            case Pattern.Single single -> {
                String name = single.name().text();
                if (fields.isDeclared(name)) {
                    duplicate(single.name());
                }
                int index = fields.add(name);
                resolution.bind(
                        single.name(), new Binding.Field(scope.function().self(), index, name));
            }
        }
    }

    private void methods(BlockScope outer, ClassFields fields, List<ClassMember> members) {
        Set<String> methodNames = new LinkedHashSet<>();
        for (ClassMember member : members) {
            if (member instanceof Statement.FunctionDeclaration method) {
                if (!methodNames.add(method.name().text())
                        || fields.isDeclared(method.name().text())) {
                    duplicate(method.name());
                }
                method(outer, fields, method);
            }
        }
    }

    private void method(BlockScope outer, ClassFields fields, Statement.FunctionDeclaration declaration) {
        FunctionScope method =
                new FunctionScope(outer.function(), declaration.name().text());
        method.setSelf(method.newVariable(SELF));
        resolution.setFunction(declaration, method);
        BlockScope scope = outer.ofFields(method, fields).inner(declaration.span());
        scope.add(method.self());
        code(scope, declaration.signature(), declaration.body());
    }

    private void duplicate(Identifier name) {
        names.problem(ErrorKind.SYNTAX, name.span(), name.text() + " is already a member of this class", null);
    }

    // ---- operators ----

    void op(BlockScope outer, Statement.OpDeclaration declaration) {
        FunctionScope arguments =
                new FunctionScope(outer.function(), declaration.name().text());
        resolution.setFunction(declaration, arguments);
        BlockScope signature = outer.ofFunction(arguments);
        typeNames(signature, declaration.parameters());
        parameters(signature, declaration.parameters());

        List<String> taken = declaration.parameters().stream()
                .map(parameter -> parameter.name().text())
                .toList();
        BlockScope forward = operatorBlock(outer, declaration.forward(), declaration, taken);
        statements.block(forward, declaration.forward());

        declaration.backward().ifPresent(clause -> {
            List<String> seen = new ArrayList<>(taken);
            seen.addAll(savedNames(declaration));
            clause(outer, declaration, clause, seen);
        });
        declaration.symbolic().ifPresent(clause -> clause(outer, declaration, clause, taken));
    }

    private void clause(BlockScope outer, Statement.OpDeclaration declaration, OpClause clause, List<String> seen) {
        List<String> all = new ArrayList<>(seen);
        clause.parameters().forEach(parameter -> all.add(parameter.name().text()));
        statements.block(operatorBlock(outer, clause, declaration, all), clause.body());
    }

    private BlockScope operatorBlock(
            BlockScope outer, Node code, Statement.OpDeclaration declaration, List<String> taken) {
        FunctionScope function =
                new FunctionScope(outer.function(), declaration.name().text());
        function.markOperatorBlock();
        resolution.setFunction(code, function);
        BlockScope scope = outer.ofFunction(function);
        taken.forEach(name -> scope.add(function.newParameter(name)));
        return scope;
    }

    /// What the forward block saves and is not an argument, which backward sees anyway.
    public static List<String> savedNames(Statement.OpDeclaration declaration) {
        Set<String> saved = new LinkedHashSet<>();
        SavedNames.collect(declaration.forward().statements(), saved);
        declaration
                .parameters()
                .forEach(parameter -> saved.remove(parameter.name().text()));
        return List.copyOf(saved);
    }
}
