package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.RootCallTarget;
import tdsl.interpreter.values.Cell;

/// What all functions made by one piece of source have in common.
///
/// The call target takes an array: the captured {@link Cell}s, then, for a method, the object, then one value per
/// parameter, null for each that is to be defaulted.
public record FunctionCode(String name, ParameterList parameters, RootCallTarget callTarget, boolean isMethod) {
    /// The index of the first parameter in the arguments of the call target.
    public int parameterOffset() {
        return isMethod ? 2 : 1;
    }
}
