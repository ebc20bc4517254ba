package tdsl.interpreter.translate;

import java.util.ArrayList;
import java.util.List;
import tdsl.interpreter.builtins.ContextVariable;
import tdsl.interpreter.debug.VisibleVariable;
import tdsl.interpreter.debug.VisibleVariable.Place;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.access.FieldNode;
import tdsl.interpreter.nodes.access.StoreFieldNode;
import tdsl.interpreter.nodes.function.CapturesNode;
import tdsl.interpreter.nodes.literal.ConstantNode;
import tdsl.interpreter.nodes.literal.DoubleNode;
import tdsl.interpreter.nodes.variable.CellNode;
import tdsl.interpreter.nodes.variable.ContextVariableNode;
import tdsl.interpreter.nodes.variable.DeclareCellNode;
import tdsl.interpreter.nodes.variable.ReadCellNode;
import tdsl.interpreter.nodes.variable.ReadLocalNodeGen;
import tdsl.interpreter.nodes.variable.StoreCellNode;
import tdsl.interpreter.nodes.variable.StoreLocalNodeGen;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.translate.names.Binding;
import tdsl.interpreter.translate.names.FunctionScope;
import tdsl.interpreter.translate.names.Variable;

/// Makes the nodes by which one function reaches its variables.
final class Variables {
    private final FunctionScope function;

    Variables(FunctionScope function) {
        this.function = function;
    }

    ExpressionNode read(Binding binding) {
        return switch (binding) {
            case Binding.Local local -> read(local.variable());
            case Binding.Field field -> new FieldNode(read(field.self()), field.index(), field.name());
            case Binding.Builtin builtin -> builtin(builtin.value());
        };
    }

    private static ExpressionNode builtin(Object value) {
        return switch (value) {
            case ContextVariable variable -> new ContextVariableNode(variable);
            case Double number -> new DoubleNode(number);
            default -> new ConstantNode(value);
        };
    }

    ExpressionNode read(Variable variable) {
        return isLocal(variable)
                ? ReadLocalNodeGen.create(variable.slot())
                : new ReadCellNode(cell(variable), variable.name());
    }

    /// Writes a variable that was declared before.
    StoreNode store(Binding binding) {
        return switch (binding) {
            case Binding.Local local -> store(local.variable());
            case Binding.Field field -> new StoreFieldNode(read(field.self()), field.index());
            case Binding.Builtin builtin -> throw new IllegalStateException("cannot assign " + builtin.name());
        };
    }

    private StoreNode store(Variable variable) {
        return isLocal(variable) ? StoreLocalNodeGen.create(variable.slot()) : new StoreCellNode(cell(variable));
    }

    /// Writes a variable where it is declared.
    StoreNode declare(Variable variable) {
        boolean needsNewCell = variable.owner() == function && variable.isCaptured();
        return needsNewCell ? new DeclareCellNode(variable.slot()) : store(variable);
    }

    /// True if only this function uses the variable, so that it lives in the frame alone.
    private boolean isLocal(Variable variable) {
        return variable.owner() == function && !variable.isCaptured();
    }

    private CellNode cell(Variable variable) {
        return variable.owner() == function
                ? new CellNode.Local(variable.slot())
                : new CellNode.Captured(function.captureIndex(variable));
    }

    /// All that code of the function can name, as a debugger finds it: of its own, what shadows stands after
    /// what it shadows; the captured ones come last.
    List<VisibleVariable> visible() {
        List<VisibleVariable> visible = new ArrayList<>();
        for (Variable variable : function.variables()) {
            Place place = variable.isCaptured() ? Place.CELL_IN_FRAME : Place.FRAME;
            visible.add(new VisibleVariable(variable.name(), place, variable.slot(), variable.end()));
        }
        for (Variable captured : function.captures()) {
            int index = function.captureIndex(captured);
            visible.add(new VisibleVariable(captured.name(), Place.CAPTURED, index, Integer.MAX_VALUE));
        }
        return visible;
    }

    /// The variables that a function made here captures.
    CapturesNode captures(FunctionScope inner) {
        return new CapturesNode(inner.captures().stream().map(this::cell).toArray(CellNode[]::new));
    }
}
