package tdsl.interpreter.translate;

import com.oracle.truffle.api.RootCallTarget;
import java.util.ArrayList;
import java.util.List;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.ClassMember;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.FunctionBody;
import tdsl.grammar.ast.Node;
import tdsl.grammar.ast.OpClause;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Program;
import tdsl.grammar.ast.Signature;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Statement;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.access.StoreFieldNode;
import tdsl.interpreter.nodes.check.CheckedNode;
import tdsl.interpreter.nodes.check.TypeCheckNode;
import tdsl.interpreter.nodes.function.ArgumentNode;
import tdsl.interpreter.nodes.function.DefaultedArgumentNode;
import tdsl.interpreter.nodes.function.FunctionBodyNode;
import tdsl.interpreter.nodes.function.FunctionRootNode;
import tdsl.interpreter.nodes.literal.TupleNode;
import tdsl.interpreter.nodes.variable.AssignNodeGen;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.translate.names.FunctionScope;
import tdsl.interpreter.translate.names.Variable;
import tdsl.interpreter.values.functions.FunctionCode;
import tdsl.interpreter.values.functions.ParameterList;

/// Translates the code of functions, methods, constructors, operators and programs.
final class FunctionTranslator {
    /// Arguments before the parameters: the captured variables, and the object of a method.
    private static final int FUNCTION_OFFSET = 1;

    private static final int METHOD_OFFSET = 2;

    private final Translation translation;

    FunctionTranslator(Translation translation) {
        this.translation = translation;
    }

    /// The body of a program, which takes the cells of its top-level names.
    RootCallTarget program(Program program) {
        FunctionScope scope = translation.resolution().function(program);
        ExpressionNode body =
                new CodeTranslator(translation, scope).statements().program(program.statements());
        return root(scope, program.span(), new FunctionBodyNode(new ExpressionNode[0], body, null));
    }

    FunctionCode function(Statement.FunctionDeclaration declaration) {
        FunctionScope scope = translation.resolution().function(declaration);
        return function(scope, scope.name(), declaration.span(), declaration.signature(), declaration.body());
    }

    FunctionCode lambda(Expression.Lambda lambda) {
        FunctionScope scope = translation.resolution().function(lambda);
        return function(scope, scope.name(), lambda.span(), lambda.signature(), lambda.body());
    }

    FunctionCode method(Statement.ClassDeclaration type, Statement.FunctionDeclaration declaration) {
        FunctionScope scope = translation.resolution().function(declaration);
        String name = type.name().text() + "." + scope.name();
        return function(scope, name, declaration.span(), declaration.signature(), declaration.body());
    }

    private FunctionCode function(FunctionScope scope, String name, Span span, Signature signature, FunctionBody body) {
        CodeTranslator code = new CodeTranslator(translation, scope);
        AnnotationTranslator annotations = new AnnotationTranslator(code, name);
        List<ExpressionNode> prologue = new ArrayList<>();
        storeSelf(code, prologue);
        int offset = scope.self() == null ? FUNCTION_OFFSET : METHOD_OFFSET;
        for (int i = 0; i < signature.parameters().size(); i++) {
            StoreNode variable = code.variables().declare(scope.parameters().get(i));
            prologue.add(AssignNodeGen.create(
                    variable, argument(code, annotations, signature.parameters().get(i), offset + i)));
        }
        ExpressionNode bodyNode = body(code, body);
        TypeCheckNode resultCheck =
                signature.returnType().map(annotations::ofResult).orElse(null);
        FunctionBodyNode node = new FunctionBodyNode(prologue.toArray(ExpressionNode[]::new), bodyNode, resultCheck);
        return code(scope, name, signature.parameters(), root(scope, name, span, node));
    }

    private static ExpressionNode body(CodeTranslator code, FunctionBody body) {
        return switch (body) {
            case Block block -> code.statements().block(block, true);
            case FunctionBody.Value value -> code.expressions().translate(value.expression());
        };
    }

    private static void storeSelf(CodeTranslator code, List<ExpressionNode> prologue) {
        Variable self = code.function().self();
        if (self != null) {
            prologue.add(AssignNodeGen.create(code.variables().declare(self), new ArgumentNode(FUNCTION_OFFSET)));
        }
    }

    /// The value of a parameter: the argument or the default, checked.
    private static ExpressionNode argument(
            CodeTranslator code, AnnotationTranslator annotations, Parameter parameter, int index) {
        ExpressionNode value = parameter
                .defaultValue()
                .<ExpressionNode>map(standard ->
                        new DefaultedArgumentNode(index, code.expressions().translate(standard)))
                .orElseGet(() -> new ArgumentNode(index));
        return parameter
                .type()
                .<ExpressionNode>map(type -> new CheckedNode(value, annotations.ofParameter(type, parameter)))
                .orElse(value);
    }

    // ---- classes ----

    /// The code that fills a new object: constructor arguments first, then fields in order.
    FunctionCode constructor(Statement.ClassDeclaration declaration) {
        FunctionScope scope = translation.resolution().function(declaration);
        CodeTranslator code = new CodeTranslator(translation, scope);
        AnnotationTranslator annotations = new AnnotationTranslator(code, scope.name());
        List<ExpressionNode> prologue = new ArrayList<>();
        storeSelf(code, prologue);
        List<Parameter> parameters = declaration.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            StoreNode field = new StoreFieldNode(code.variables().read(scope.self()), i);
            prologue.add(
                    AssignNodeGen.create(field, argument(code, annotations, parameters.get(i), METHOD_OFFSET + i)));
        }
        FunctionBodyNode body = new FunctionBodyNode(
                prologue.toArray(ExpressionNode[]::new), initialisers(code, declaration.members()), null);
        return code(scope, scope.name(), parameters, root(scope, declaration.span(), body));
    }

    private static ExpressionNode initialisers(CodeTranslator code, List<ClassMember> members) {
        List<Statement> fields = members.stream()
                .filter(Statement.Let.class::isInstance)
                .map(Statement.class::cast)
                .toList();
        return code.statements().block(new Block(new Span(0, 0), fields), false);
    }

    // ---- operators ----

    /// The code that gives an operator's arguments as a tuple, defaults included.
    FunctionCode operatorArguments(Statement.OpDeclaration declaration) {
        FunctionScope scope = translation.resolution().function(declaration);
        CodeTranslator code = new CodeTranslator(translation, scope);
        AnnotationTranslator annotations = new AnnotationTranslator(code, scope.name());
        List<ExpressionNode> prologue = new ArrayList<>();
        for (int i = 0; i < declaration.parameters().size(); i++) {
            StoreNode variable = code.variables().declare(scope.parameters().get(i));
            Parameter parameter = declaration.parameters().get(i);
            prologue.add(AssignNodeGen.create(variable, argument(code, annotations, parameter, FUNCTION_OFFSET + i)));
        }
        ExpressionNode[] values =
                scope.parameters().stream().map(code.variables()::read).toArray(ExpressionNode[]::new);
        FunctionBodyNode body =
                new FunctionBodyNode(prologue.toArray(ExpressionNode[]::new), new TupleNode(values), null);
        return code(scope, scope.name(), declaration.parameters(), root(scope, declaration.span(), body));
    }

    FunctionCode forward(Statement.OpDeclaration declaration) {
        return operatorBlock(declaration.forward(), declaration.forward(), List.of());
    }

    FunctionCode backward(OpClause clause) {
        return operatorBlock(clause, clause.body(), clause.parameters());
    }

    /// Code that takes the run of the operator, then everything that it sees as complete arguments.
    ///
    /// @param parameters those of the clause itself
    private FunctionCode operatorBlock(Node key, Block block, List<Parameter> parameters) {
        FunctionScope scope = translation.resolution().function(key);
        CodeTranslator code = new CodeTranslator(translation, scope);
        ExpressionNode[] prologue = new ExpressionNode[scope.parameters().size()];
        for (int i = 0; i < prologue.length; i++) {
            StoreNode variable = code.variables().declare(scope.parameters().get(i));
            prologue[i] = AssignNodeGen.create(variable, new ArgumentNode(METHOD_OFFSET + i));
        }
        FunctionBodyNode body = new FunctionBodyNode(prologue, code.statements().block(block, true), null);
        return code(scope, scope.name(), parameters, root(scope, block.span(), body));
    }

    // ---- common ----

    private FunctionCode code(FunctionScope scope, String name, List<Parameter> parameters, RootCallTarget target) {
        ParameterList list = ParameterLists.of(name, parameters, translation::text);
        return new FunctionCode(name, list, target, scope.self() != null);
    }

    private RootCallTarget root(FunctionScope scope, Span span, FunctionBodyNode body) {
        return root(scope, scope.name(), span, body);
    }

    private RootCallTarget root(FunctionScope scope, String name, Span span, FunctionBodyNode body) {
        Translation.at(body, span);
        return new FunctionRootNode(
                        translation.language(),
                        scope.frameDescriptor(),
                        name,
                        translation.section(span),
                        body,
                        new Variables(scope).visible())
                .getCallTarget();
    }
}
