package tdsl.interpreter.translate.names;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tdsl.grammar.ast.Span;

/// The names that one block declares.
final class BlockScope {
    private final BlockScope parent;
    private final FunctionScope function;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final ClassFields fields;
    /// The position in the source where it ends.
    private final int end;

    private BlockScope(BlockScope parent, FunctionScope function, ClassFields fields, int end) {
        this.parent = parent;
        this.function = function;
        this.fields = fields;
        this.end = end;
    }

    /// The outermost block of a program.
    static BlockScope ofProgram(FunctionScope program) {
        return new BlockScope(null, program, null, Integer.MAX_VALUE);
    }

    /// A block within this one, of the same function.
    BlockScope inner(Span span) {
        return new BlockScope(this, function, null, span.end());
    }

    /// The block of the parameters of a function that is declared in this block.
    BlockScope ofFunction(FunctionScope inner) {
        return new BlockScope(this, inner, null, Integer.MAX_VALUE);
    }

    /// The fields of a class as a method or constructor sees them; the class is declared in this block.
    BlockScope ofFields(FunctionScope method, ClassFields classFields) {
        return new BlockScope(this, method, classFields, Integer.MAX_VALUE);
    }

    BlockScope parent() {
        return parent;
    }

    FunctionScope function() {
        return function;
    }

    /// The fields that are names in this block; null in blocks other than a class's.
    ClassFields fields() {
        return fields;
    }

    /// The variable of this very block with a name; null if there is none.
    Variable find(String name) {
        return variables.get(name);
    }

    void add(Variable variable) {
        variables.put(variable.name(), variable);
        variable.setEnd(end);
    }

    /// Adds all names that are visible here.
    void collectNames(Set<String> names) {
        names.addAll(variables.keySet());
        if (fields != null) {
            names.addAll(fields.visibleNames());
        }
        if (parent != null) {
            parent.collectNames(names);
        }
    }
}
