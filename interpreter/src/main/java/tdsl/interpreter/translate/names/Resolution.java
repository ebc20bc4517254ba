package tdsl.interpreter.translate.names;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Node;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.nodes.module.ProgramCode.UnknownName;
import tdsl.interpreter.values.functions.ScriptOp;

/// What the names of a program mean, by the places in the syntax tree where they stand.
public final class Resolution {
    private final Map<Node, Binding> bindings = new IdentityHashMap<>();
    private final Map<Node, FunctionScope> functions = new IdentityHashMap<>();
    private final Map<Node, ClassFields> classes = new IdentityHashMap<>();
    private final Map<Expression.Call, Integer> needsGradCalls = new IdentityHashMap<>();
    private final Map<Expression.Call, ScriptOp.Remark> remarks = new IdentityHashMap<>();
    private final Set<Node> binders = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> builtinsUsed = new TreeSet<>();
    private final List<UnknownName> unknownNames = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();

    /// @param place an expression, or an identifier that declares or uses a name
    public void bind(Node place, Binding binding) {
        bindings.put(place, binding);
    }

    public Binding binding(Node place) {
        Binding binding = bindings.get(place);
        if (binding == null) {
            throw new IllegalStateException("not resolved: " + place);
        }
        return binding;
    }

    /// The variable that an identifier declares.
    public Variable declared(Identifier name) {
        return ((Binding.Local) binding(name)).variable();
    }

    /// @param code the function, class, or block or clause of an op, whose scope this is
    public void setFunction(Node code, FunctionScope scope) {
        functions.put(code, scope);
    }

    public FunctionScope function(Node code) {
        return functions.get(code);
    }

    public void setFields(Node declaration, ClassFields fields) {
        classes.put(declaration, fields);
    }

    public ClassFields fields(Node declaration) {
        return classes.get(declaration);
    }

    /// Notes that a call is `needs_grad` of an operator's parameter.
    public void setNeedsGrad(Expression.Call call, int parameter) {
        needsGradCalls.put(call, parameter);
    }

    /// The parameter that a call of `needs_grad` asks about; null for other calls.
    public Integer needsGradParameter(Expression.Call call) {
        return needsGradCalls.get(call);
    }

    /// Notes that a call says something about the results of an operator.
    public void setRemark(Expression.Call call, ScriptOp.Remark remark) {
        remarks.put(call, remark);
    }

    /// What a call says about the results of an operator; null for other calls.
    public ScriptOp.Remark remark(Expression.Call call) {
        return remarks.get(call);
    }

    /// Notes that a name in an annotation's brackets is bound there.
    public void markBinder(Identifier size) {
        binders.add(size);
    }

    public boolean isBinder(Identifier size) {
        return binders.contains(size);
    }

    public Set<String> builtinsUsed() {
        return builtinsUsed;
    }

    public List<UnknownName> unknownNames() {
        return unknownNames;
    }

    /// Errors that do not depend on what the scope of the program contains.
    public List<Diagnostic> problems() {
        return problems;
    }
}
