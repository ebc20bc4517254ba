package tdsl.grammar.ast;

/// Anything in a syntax tree. The tree says what was written: nothing is desugared, and every node knows where it
/// stands.
public sealed interface Node
        permits Argument,
                ClassMember,
                DictEntry,
                Expression,
                ForClause,
                FunctionBody,
                Identifier,
                ModuleReference,
                OpClause,
                Parameter,
                Pattern,
                Program,
                Signature,
                Statement,
                Statement.Branch,
                Statement.CatchClause,
                Statement.ImportedName,
                StringPart,
                Subscript,
                Target,
                TypeAnnotation,
                TypeAnnotation.Dimension {
    Span span();
}
