package tdsl.interpreter.debug;

import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.frame.FrameSlotKind;
import tdsl.interpreter.values.Cell;

/// A variable of a function as a debugger sees it.
///
/// @param place where it is: in the frame, in a cell that the frame holds, or in a captured cell
/// @param index of the slot of the frame, or of the cell among the captured ones
/// @param end the position in the source at which the variable's block ends
public record VisibleVariable(String name, Place place, int index, int end) {
    /// Where a variable is.
    public enum Place {
        FRAME,
        CELL_IN_FRAME,
        CAPTURED
    }

    /// The value; null while there is none.
    Object value(Frame frame) {
        Cell cell = cell(frame);
        if (place != Place.FRAME) {
            return cell == null ? null : cell.get();
        }
        return frame.getTag(index) == FrameSlotKind.Illegal.tag ? null : frame.getValue(index);
    }

    /// The cell that holds the value; null if the frame itself does, or if there is none yet.
    Cell cell(Frame frame) {
        return switch (place) {
            case FRAME -> null;
            case CELL_IN_FRAME ->
                frame.getTag(index) == FrameSlotKind.Object.tag && frame.getObject(index) instanceof Cell cell
                        ? cell
                        : null;
            case CAPTURED -> ((Cell[]) frame.getArguments()[0])[index];
        };
    }

    /// Gives the variable, which has a value, another one.
    void set(Frame frame, Object value) {
        if (place == Place.FRAME) {
            // From now on all its values are objects: the nodes that expect numbers find that out.
            frame.getFrameDescriptor().setSlotKind(index, FrameSlotKind.Object);
            frame.setObject(index, value);
        } else {
            cell(frame).set(value);
        }
    }
}
