package tdsl.interpreter.nodes.module;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import java.util.Optional;
import tdsl.interpreter.builtins.members.MissingMembers;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.ModuleValue;

/// One name of `from module import name`.
public final class ImportedNameNode extends ExpressionNode {
    @Child
    private ImportNode module;

    private final String name;

    public ImportedNameNode(ImportNode module, String name) {
        this.module = module;
        this.name = name;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return member(module.executeGeneric(frame));
    }

    @TruffleBoundary
    private Object member(ModuleValue loaded) {
        Object value = loaded.member(name);
        if (value == null) {
            Optional<String> hint = MissingMembers.hint(this, loaded, name);
            String suggestion = hint.isPresent() ? "" : Suggestion.of(name, loaded.memberNames());
            throw error(ErrorKind.IMPORT, "the module %s has no name %s%s", loaded.name(), name, suggestion)
                    .withHint(hint);
        }
        return value;
    }
}
