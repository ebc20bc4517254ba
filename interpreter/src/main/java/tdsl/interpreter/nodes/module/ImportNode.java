package tdsl.interpreter.nodes.module;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.ModuleValue;

/// The module that an `import` names.
public final class ImportNode extends ExpressionNode {
    private final String name;
    private final boolean isFile;

    /// @param name of a standard module, or the path of a file
    public ImportNode(String name, boolean isFile) {
        this.name = name;
        this.isFile = isFile;
    }

    @Override
    public ModuleValue executeGeneric(VirtualFrame frame) {
        return load();
    }

    @TruffleBoundary
    private ModuleValue load() {
        var modules = TdslContext.get(this).modules();
        return isFile ? modules.file(this, name) : modules.standard(this, name);
    }
}
