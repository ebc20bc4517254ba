package tdsl.grammar.ast;

import java.util.List;
import java.util.Optional;

/// What a program or block consists of. Every form is allowed at every level by the grammar, but `break` and
/// `continue` only within a loop, `return` only within a function or op clause, and `save` only within `forward`;
/// the parser has checked that.
public sealed interface Statement extends Node {

    /// An expression evaluated for its effect; as the last statement of a program, its value is the value of the
    /// program.
    record ExpressionStatement(Span span, Expression expression) implements Statement {}

    /// `let pattern = value`.
    record Let(Span span, Pattern pattern, Expression value) implements Statement, ClassMember {}

    /// `target = value`.
    record Assign(Span span, Target target, Expression value) implements Statement {}

    /// `target += value`, and so on for every [Operator.Binary]. The target is never a [Target.Tuple].
    record CompoundAssign(Span span, Target target, Operator.Binary operator, Span operatorSpan, Expression value)
            implements Statement {}

    /// `if c { } else if d { } else { }`: one branch for the `if` and each `else if`.
    record If(Span span, List<Branch> branches, Optional<Block> elseBlock) implements Statement {
        public If {
            branches = List.copyOf(branches);
        }
    }

    /// A condition and the block that runs when it holds.
    record Branch(Span span, Expression condition, Block body) implements Node {}

    record While(Span span, Expression condition, Block body) implements Statement {}

    /// `for pattern in iterable { }`.
    record For(Span span, Pattern pattern, Expression iterable, Block body) implements Statement {}

    record Break(Span span) implements Statement {}

    record Continue(Span span) implements Statement {}

    record Return(Span span, Optional<Expression> value) implements Statement {}

    /// `with context as name { }`.
    record With(Span span, Expression context, Optional<Identifier> name, Block body) implements Statement {}

    /// `try { } catch … { } finally { }`, with at least one catch clause or a finally block.
    record Try(Span span, Block body, List<CatchClause> catches, Optional<Block> finallyBlock) implements Statement {
        public Try {
            catches = List.copyOf(catches);
        }
    }

    /// `catch { }`, `catch e { }` or `catch e is ShapeError { }`; the kind is a name, dotted perhaps.
    record CatchClause(Span span, Optional<Identifier> name, Optional<Expression> kind, Block body) implements Node {}

    record Throw(Span span, Expression value) implements Statement {}

    /// `fn name(…) -> type { … }` or `fn name(…) = e`.
    record FunctionDeclaration(Span span, Identifier name, Signature signature, FunctionBody body)
            implements Statement, ClassMember {}

    /// `class Name(parameters) { members }`; without parentheses there are no parameters.
    record ClassDeclaration(Span span, Identifier name, List<Parameter> parameters, List<ClassMember> members)
            implements Statement {
        public ClassDeclaration {
            parameters = List.copyOf(parameters);
            members = List.copyOf(members);
        }
    }

    /// `op name(parameters) { forward { … } backward(dy) { … } symbolic(g) { … } }`.
    record OpDeclaration(
            Span span,
            Identifier name,
            List<Parameter> parameters,
            Block forward,
            Optional<OpClause> backward,
            Optional<OpClause> symbolic)
            implements Statement {
        public OpDeclaration {
            parameters = List.copyOf(parameters);
        }
    }

    /// `save y, z` in the forward block of an op: variables that backward will see.
    record Save(Span span, List<Identifier> names) implements Statement {
        public Save {
            names = List.copyOf(names);
        }
    }

    /// `import nn`, `import nn as n`, `import "model.tdsl" as model` (a file always has a name).
    record Import(Span span, ModuleReference module, Optional<Identifier> alias) implements Statement {}

    /// `from nn import Linear, relu as r`.
    record FromImport(Span span, ModuleReference module, List<ImportedName> names) implements Statement {
        public FromImport {
            names = List.copyOf(names);
        }
    }

    /// `name` or `name as alias`.
    record ImportedName(Span span, Identifier name, Optional<Identifier> alias) implements Node {}
}
