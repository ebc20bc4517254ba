package tdsl.interpreter.builtins.members;

import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import java.util.Optional;
import tdsl.interpreter.builtins.Builtins;
import tdsl.interpreter.diagnostics.habits.MemberHabits;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.ModuleValue;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.Tensor;

/// What to write where a value has no member of a name.
public final class MissingMembers {
    private static final String PRIVATE = "names that begin with _ are private to their module";

    private MissingMembers() {}

    /// @param site the whole expression
    public static Optional<String> hint(Node site, Object receiver, String name) {
        return switch (receiver) {
            case None _
            when text(site).contains(".grad." + name) -> Optional.of("grad is none until backward() has run");
            case ModuleValue module -> module.hasPrivate(name) ? Optional.of(PRIVATE) : hintOfModule(name);
            case ObjectValue object
            when object.definition().constructor().parameters().names().contains(name) ->
                Optional.of("%1$s is a parameter of the class; `let %1$s = %1$s` in its body makes it a field"
                        .formatted(name));
            case Long _, Double _ when OpFunction.find(name) != null -> Optional.of("write " + name + "(x)");
            case Tensor _ -> hintOfTensor(name);
            case None _ -> MemberHabits.hint("none", name);
            default -> MemberHabits.hint(Kinds.typeOf(receiver).toString(), name);
        };
    }

    /// For a member that a module does not have.
    public static Optional<String> hintOfModule(String name) {
        return Builtins.find(name) == null
                ? Optional.empty()
                : Optional.of("%1$s is built in: write %1$s without the module".formatted(name));
    }

    /// For a member that tensors do not have.
    public static Optional<String> hintOfTensor(String name) {
        return MemberHabits.hint("tensor", name);
    }

    private static String text(Node site) {
        SourceSection section = site.getEncapsulatingSourceSection();
        return section == null || !section.isAvailable()
                ? ""
                : section.getCharacters().toString();
    }
}
