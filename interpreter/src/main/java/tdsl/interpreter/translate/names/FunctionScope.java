package tdsl.interpreter.translate.names;

import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.FrameSlotKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A function while it is translated: the slots of its frame, and what it captures.
public final class FunctionScope {
    /// What a program's own code is called in traces.
    static final String TOP_LEVEL_NAME = "the top level";

    static final String LAMBDA_NAME = "lambda";

    /// A size that the signature binds to a name, and the parameter whose argument has it.
    public record SizeBinding(Variable variable, String parameter) {}

    private final FunctionScope parent;
    private final String name;
    private final FrameDescriptor.Builder frame = FrameDescriptor.newBuilder();
    private final Map<Variable, Integer> captures = new LinkedHashMap<>();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Variable> parameters = new ArrayList<>();
    private final List<SizeBinding> sizeBindings = new ArrayList<>();
    private Variable self;
    private boolean isOperatorBlock;

    /// @param parent the function around it; null for the top level of a program
    FunctionScope(FunctionScope parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    public boolean isTopLevel() {
        return parent == null;
    }

    public String name() {
        return name;
    }

    public Variable newVariable(String variable) {
        Variable made = new Variable(variable, this, frame.addSlot(FrameSlotKind.Illegal, variable, null));
        variables.add(made);
        return made;
    }

    public Variable newParameter(String parameter) {
        Variable variable = newVariable(parameter);
        parameters.add(variable);
        return variable;
    }

    /// The variables that the frame holds, in the order of their declarations.
    public List<Variable> variables() {
        return variables;
    }

    /// The parameters that have variables, in order; those of a class are fields instead.
    public List<Variable> parameters() {
        return parameters;
    }

    /// A place in the frame for an intermediate value.
    public int newSlot() {
        return frame.addSlot(FrameSlotKind.Object, null, null);
    }

    public FrameDescriptor frameDescriptor() {
        return frame.build();
    }

    /// The object of a method or constructor; null elsewhere.
    public Variable self() {
        return self;
    }

    public void setSelf(Variable variable) {
        self = variable;
    }

    /// Whether this is the forward, backward or symbolic block of an operator.
    public boolean isOperatorBlock() {
        return isOperatorBlock;
    }

    public void markOperatorBlock() {
        isOperatorBlock = true;
    }

    public List<SizeBinding> sizeBindings() {
        return sizeBindings;
    }

    /// The captured variables, in the order of their cells.
    public List<Variable> captures() {
        return List.copyOf(captures.keySet());
    }

    public int captureIndex(Variable variable) {
        return captures.get(variable);
    }

    /// Makes a variable of an outer function, or of the top level, reachable from this one.
    public void reach(Variable variable) {
        if (variable.owner() == this || captures.containsKey(variable)) {
            return;
        }
        variable.markCaptured();
        if (parent != null) {
            parent.reach(variable);
        }
        captures.put(variable, captures.size());
    }
}
