package tdsl.grammar.ast;

/// Which module an import names.
public sealed interface ModuleReference extends Node {

    /// `nn`: a standard module.
    record Standard(Identifier name) implements ModuleReference {
        @Override
        public Span span() {
            return name.span();
        }
    }

    /// `"model.tdsl"`: a file, relative to the importing one.
    record File(Span span, String path) implements ModuleReference {}
}
