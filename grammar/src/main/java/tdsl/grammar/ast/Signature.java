package tdsl.grammar.ast;

import java.util.List;
import java.util.Optional;

/// `(a: f32[n], b=1, *rest, key=2) -> f32[n]`.
public record Signature(Span span, List<Parameter> parameters, Optional<TypeAnnotation> returnType) implements Node {
    public Signature {
        parameters = List.copyOf(parameters);
    }
}
