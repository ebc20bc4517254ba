package tdsl.interpreter.translate.names;

import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Node;
import tdsl.grammar.ast.Span;
import tdsl.interpreter.builtins.Builtins;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.module.ProgramCode.UnknownName;

/// Declares and looks up names, as the resolver walks through a program.
final class Names {
    private final Source source;
    private final Set<String> hiddenBuiltins;
    private final Resolution resolution;
    private final FunctionScope program;

    /// Every variable of the top level by name, used or declared.
    private final Map<String, Variable> topLevel = new HashMap<>();
    /// Where each name of the top level is declared, whether or not the walk has come there.
    private final Map<String, Span> topLevelDeclarations = new HashMap<>();
    /// Functions, classes and imports of the top level, which may be used before their declaration.
    private final Set<String> hoisted = new TreeSet<>();

    /// Why a name may be unknown at the place where names are being looked up; null if there is nothing to say.
    private String likelyReason;

    /// @param hiddenBuiltins builtins that the scope's own variables hide
    Names(Source source, Set<String> hiddenBuiltins, Resolution resolution, FunctionScope program) {
        this.source = source;
        this.hiddenBuiltins = hiddenBuiltins;
        this.resolution = resolution;
        this.program = program;
    }

    // ---- declaring ----

    /// Announces a name that the top level will declare.
    void announce(Identifier name, boolean mayBeUsedBefore) {
        topLevelDeclarations.putIfAbsent(name.text(), name.span());
        if (mayBeUsedBefore) {
            hoisted.add(name.text());
        }
    }

    /// Declares a variable in a block.
    Variable declare(BlockScope block, Identifier name) {
        if (block.find(name.text()) != null && !name.text().equals("_")) {
            problem(
                    ErrorKind.SYNTAX,
                    name.span(),
                    name.text() + " is already declared in this block",
                    "without `let` it is given another value: " + name.text() + " = …");
        }
        boolean isTopLevel = block.parent() == null;
        Variable variable =
                isTopLevel ? topLevelVariable(name.text()) : block.function().newVariable(name.text());
        block.add(variable);
        resolution.bind(name, new Binding.Local(variable));
        return variable;
    }

    private Variable topLevelVariable(String name) {
        Variable variable = topLevel.computeIfAbsent(name, _ -> new Variable(name, null, Variable.NO_SLOT));
        program.reach(variable);
        return variable;
    }

    // ---- looking up ----

    /// Finds what a name means and notes it at its place.
    void use(BlockScope block, Node place, String name) {
        resolution.bind(place, lookUp(block, place.span(), name, null));
    }

    /// Finds what a name that is assigned means.
    void assign(BlockScope block, Node place, String name) {
        Binding binding =
                lookUp(block, place.span(), name, "a new variable is declared with let: let " + name + " = …");
        if (binding instanceof Binding.Builtin) {
            problem(
                    ErrorKind.NAME,
                    place.span(),
                    name + " is built in and cannot be assigned",
                    "let " + name + " = … declares a variable of this name");
        }
        if (binding instanceof Binding.Local(Variable variable)) {
            variable.markAssigned();
        }
        resolution.bind(place, binding);
    }

    /// Looks names up where an unknown one has a likely reason.
    void hinting(String hint, Runnable lookUps) {
        likelyReason = hint;
        lookUps.run();
        likelyReason = null;
    }

    /// @param hint what to do if the name is unknown; null if there is nothing to say
    private Binding lookUp(BlockScope block, Span span, String name, String hint) {
        Binding found = lookUpLexically(block, name);
        if (found != null) {
            return found;
        }
        boolean isBuiltin = Builtins.find(name) != null && !hiddenBuiltins.contains(name);
        boolean isDeclaredLater = topLevelDeclarations.containsKey(name);
        boolean isInFunction = !block.function().isTopLevel();
        if (hoisted.contains(name) || isDeclaredLater && isInFunction && !isBuiltin) {
            return reached(block, topLevelVariable(name));
        }
        if (isBuiltin) {
            resolution.builtinsUsed().add(name);
            return new Binding.Builtin(name, Builtins.find(name));
        }
        noteUnknown(block, span, name, hint);
        return reached(block, topLevelVariable(name));
    }

    private Binding lookUpLexically(BlockScope block, String name) {
        for (BlockScope scope = block; scope != null; scope = scope.parent()) {
            Variable variable = scope.find(name);
            if (variable != null) {
                return reached(block, variable);
            }
            if (scope.fields() != null && scope.fields().indexOf(name) >= 0) {
                return field(block, scope, name);
            }
        }
        return null;
    }

    /// Finds a name in an annotation's brackets: a parameter or an earlier size of the same signature, or a field
    /// of the class; null if the name is new there. Variables further out do not count, lest a signature depends on
    /// them by chance.
    Binding lookUpSize(BlockScope signature, String name) {
        for (BlockScope scope = signature; scope != null; scope = scope.parent()) {
            Variable variable = scope.function() == signature.function() ? scope.find(name) : null;
            if (variable != null) {
                return new Binding.Local(variable);
            }
            if (scope.fields() != null && scope.fields().indexOf(name) >= 0) {
                return field(signature, scope, name);
            }
        }
        return null;
    }

    private static Binding field(BlockScope block, BlockScope classScope, String name) {
        Variable self = classScope.function().self();
        block.function().reach(self);
        return new Binding.Field(self, classScope.fields().indexOf(name), name);
    }

    private static Binding reached(BlockScope block, Variable variable) {
        block.function().reach(variable);
        variable.markUsed();
        return new Binding.Local(variable);
    }

    private void noteUnknown(BlockScope block, Span span, String name, String usualHint) {
        Set<String> candidates = new TreeSet<>(Builtins.names());
        block.collectNames(candidates);
        candidates.addAll(topLevelDeclarations.keySet());
        candidates.remove(name);
        Span declaration = topLevelDeclarations.get(name);
        String reason =
                isMethod(block, name) ? "methods are called through the object: self." + name + "(…)" : likelyReason;
        String hint = declaration == null
                ? usualHint != null ? usualHint : reason
                : "it is declared later, in line " + section(declaration).getStartLine();
        resolution.unknownNames().add(new UnknownName(name, section(span), candidates, Optional.ofNullable(hint)));
    }

    private static boolean isMethod(BlockScope block, String name) {
        for (BlockScope scope = block; scope != null; scope = scope.parent()) {
            if (scope.fields() != null && scope.fields().hasMethod(name)) {
                return true;
            }
        }
        return false;
    }

    // ---- errors ----

    /// @param hint null if there is none
    void problem(ErrorKind kind, Span span, String message, String hint) {
        resolution.problems().add(new Diagnostic(kind, message, section(span), Optional.ofNullable(hint)));
    }

    private SourceSection section(Span span) {
        return source.createSection(span.start(), span.length());
    }
}
