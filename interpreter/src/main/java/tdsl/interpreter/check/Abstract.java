package tdsl.interpreter.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.TypeAnnotation;
import tdsl.interpreter.values.functions.ParameterList;
import tdsl.tensor.DType;

/// What is known of a value without running the program.
sealed interface Abstract {
    /// Nothing.
    Unknown UNKNOWN = new Unknown();

    record Unknown() implements Abstract {}

    /// A plain value: a number, string, bool, dtype, or none.
    record Plain(Object value) implements Abstract {}

    /// A tensor of which the elements are not known.
    ///
    /// @param shape sizes, of which those that a signature binds are examples
    record Shaped(DType dtype, List<Long> shape) implements Abstract {}

    /// A list or tuple of known length.
    record Sequence(List<Abstract> elements) implements Abstract {}

    /// A builtin, an op, or one of these as a method.
    ///
    /// @param receiver what a method is called on
    record Library(Object function, Optional<Abstract> receiver) implements Abstract {}

    /// A function, operator or class of a script.
    ///
    /// @param annotated the parameters as written, if calls can be compared with them
    record Script(ParameterList parameters, List<Parameter> annotated, Optional<TypeAnnotation> result)
            implements Abstract {}

    /// A module whose members are known.
    record Module(String name, Map<String, Abstract> members) implements Abstract {}
}
