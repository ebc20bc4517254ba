package tdsl.interpreter.translate.names;

/// What a name in the source means.
public sealed interface Binding {
    /// A variable of this function, of one around it, or of the top level.
    record Local(Variable variable) implements Binding {}

    /// A field, or a constructor parameter, of the class whose code this is.
    record Field(Variable self, int index, String name) implements Binding {}

    /// Something that needs no declaration.
    record Builtin(String name, Object value) implements Binding {}
}
