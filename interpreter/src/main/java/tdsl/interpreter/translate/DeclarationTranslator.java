package tdsl.interpreter.translate;

import java.util.ArrayList;
import java.util.List;
import tdsl.grammar.ast.ClassMember;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.ModuleReference;
import tdsl.grammar.ast.Node;
import tdsl.grammar.ast.OpClause;
import tdsl.grammar.ast.Statement;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.control.BlockNode;
import tdsl.interpreter.nodes.function.ClassNode;
import tdsl.interpreter.nodes.function.ClosureNode;
import tdsl.interpreter.nodes.function.OpNode;
import tdsl.interpreter.nodes.module.ImportNode;
import tdsl.interpreter.nodes.module.ImportedNameNode;
import tdsl.interpreter.nodes.variable.AssignNodeGen;
import tdsl.interpreter.nodes.variable.DeclareCellNode;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.translate.names.Binding;
import tdsl.interpreter.translate.names.ClassFields;
import tdsl.interpreter.translate.names.FunctionResolver;
import tdsl.interpreter.translate.names.FunctionScope;
import tdsl.interpreter.translate.names.NameResolver;
import tdsl.interpreter.translate.names.Variable;
import tdsl.interpreter.values.functions.ClassDefinition;
import tdsl.interpreter.values.functions.FunctionCode;

/// Translates declarations of functions, classes and operators, and imports.
final class DeclarationTranslator {
    private final CodeTranslator code;
    private final FunctionTranslator functions;

    DeclarationTranslator(CodeTranslator code) {
        this.code = code;
        functions = new FunctionTranslator(code.translation());
    }

    ExpressionNode function(Statement.FunctionDeclaration declaration) {
        return declare(declaration.name(), closure(functions.function(declaration), declaration));
    }

    ExpressionNode lambda(Expression.Lambda lambda) {
        return closure(functions.lambda(lambda), lambda);
    }

    private ClosureNode closure(FunctionCode function, Node declaration) {
        return new ClosureNode(function, code.variables().captures(scope(declaration)));
    }

    private FunctionScope scope(Node declaration) {
        return code.resolution().function(declaration);
    }

    ExpressionNode type(Statement.ClassDeclaration declaration) {
        List<ClosureNode> methods = new ArrayList<>();
        List<String> methodNames = new ArrayList<>();
        for (ClassMember member : declaration.members()) {
            if (member instanceof Statement.FunctionDeclaration method) {
                methods.add(closure(functions.method(declaration, method), method));
                methodNames.add(method.name().text());
            }
        }
        ClassFields fields = code.resolution().fields(declaration);
        ClassDefinition definition = new ClassDefinition(
                declaration.name().text(),
                functions.constructor(declaration),
                fields.names(),
                fields.hiddenCount(),
                methodNames);
        ExpressionNode type = new ClassNode(
                definition, code.variables().captures(scope(declaration)), methods.toArray(ClosureNode[]::new));
        return declare(declaration.name(), type);
    }

    ExpressionNode op(Statement.OpDeclaration declaration) {
        String[] savedNames = FunctionResolver.savedNames(declaration).toArray(String[]::new);
        ClosureNode arguments = closure(functions.operatorArguments(declaration), declaration);
        ClosureNode forward = closure(functions.forward(declaration), declaration.forward());
        ClosureNode backward = declaration
                .backward()
                .map(clause -> closure(functions.backward(clause), clause))
                .orElse(null);
        String[] reread = declaration
                .backward()
                .map(clause -> usedArguments(declaration, clause))
                .orElse(new String[0]);
        return declare(declaration.name(), new OpNode(savedNames, reread, arguments, forward, backward));
    }

    /// The arguments of an operator that its backward block reads; null in the places of the others.
    private String[] usedArguments(Statement.OpDeclaration declaration, OpClause backward) {
        List<Variable> seen = scope(backward).parameters();
        String[] used = new String[declaration.parameters().size()];
        for (int i = 0; i < used.length; i++) {
            used[i] = seen.get(i).isUsed() ? seen.get(i).name() : null;
        }
        return used;
    }

    /// Declares a name that its own value may refer to: its cell exists before the value is made.
    private ExpressionNode declare(Identifier name, ExpressionNode value) {
        Variable variable = code.resolution().declared(name);
        boolean hasOwnCell = variable.owner() == code.function() && variable.isCaptured();
        if (!hasOwnCell) {
            return AssignNodeGen.create(code.variables().declare(variable), value);
        }
        StoreNode store = code.variables().store(new Binding.Local(variable));
        return BlockNode.of(new DeclareCellNode.Unset(variable.slot()), AssignNodeGen.create(store, value));
    }

    ExpressionNode importModule(Statement.Import module) {
        StoreNode target = code.targets().declare(NameResolver.importedName(module));
        return AssignNodeGen.create(target, importNode(module.module()));
    }

    ExpressionNode importNames(Statement.FromImport module) {
        ExpressionNode[] imports = module.names().stream()
                .map(name -> {
                    StoreNode target = code.targets().declare(name.alias().orElse(name.name()));
                    ExpressionNode value = new ImportedNameNode(
                            importNode(module.module()), name.name().text());
                    return (ExpressionNode) AssignNodeGen.create(target, Translation.at(value, name.span()));
                })
                .toArray(ExpressionNode[]::new);
        return BlockNode.of(imports);
    }

    private static ImportNode importNode(ModuleReference module) {
        ImportNode node = switch (module) {
            case ModuleReference.Standard standard ->
                new ImportNode(standard.name().text(), false);
            case ModuleReference.File file -> new ImportNode(file.path(), true);
        };
        return Translation.at(node, module.span());
    }
}
