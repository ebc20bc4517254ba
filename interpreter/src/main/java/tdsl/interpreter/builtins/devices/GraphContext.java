package tdsl.interpreter.builtins.devices;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.runtime.ContextValue;
import tdsl.interpreter.values.None;
import tdsl.tensor.Device;
import tdsl.tensor.device.DeviceGraph;
import tdsl.tensor.device.Devices;
import tdsl.tensor.error.DeviceException;

/// Records what a block gives to a device to do.
@ExportLibrary(InteropLibrary.class)
public final class GraphContext implements ContextValue {
    public static final BuiltinTable METHODS = new BuiltinTable()
            .row("replay(graph)", "Does the recorded work again.", call -> {
                call.typed(0, GraphContext.class, "a graph").replay();
                return None.VALUE;
            });

    private final Device device;
    private DeviceGraph graph;
    private boolean isComplete;

    GraphContext(Device device) {
        this.device = device;
    }

    @Override
    @TruffleBoundary
    public Object enter() {
        isComplete = false;
        graph = Devices.beginGraph(device);
        return this;
    }

    @Override
    @TruffleBoundary
    public void exit() {
        graph.end();
        isComplete = true;
    }

    /// A block that failed has recorded no whole step.
    @Override
    @TruffleBoundary
    public void abandon() {
        graph.abandon();
    }

    @TruffleBoundary
    private void replay() {
        if (!isComplete) {
            throw new DeviceException("replay: nothing is recorded yet").withHint("with step { … } records");
        }
        graph.replay();
    }

    @Override
    public String toString() {
        return "<graph on " + device + ">";
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
