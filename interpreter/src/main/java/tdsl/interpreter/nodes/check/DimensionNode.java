package tdsl.interpreter.nodes.check;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;

/// What an annotation says of one axis.
public abstract class DimensionNode extends Node {
    /// Whether an axis may have this size.
    abstract boolean accepts(VirtualFrame frame, long size);

    /// What the size should be, for messages.
    abstract String expected(VirtualFrame frame);

    /// `_`: any size.
    public static final class Any extends DimensionNode {
        @Override
        boolean accepts(VirtualFrame frame, long size) {
            return true;
        }

        @Override
        String expected(VirtualFrame frame) {
            return "any";
        }
    }

    /// The first use of a name: binds it.
    public static final class Binding extends DimensionNode {
        @Child
        private StoreNode variable;

        public Binding(StoreNode variable) {
            this.variable = variable;
        }

        @Override
        boolean accepts(VirtualFrame frame, long size) {
            variable.executeLong(frame, size);
            return true;
        }

        @Override
        String expected(VirtualFrame frame) {
            return "any";
        }
    }

    /// A size that is known by then: a number, a name, or arithmetic on these.
    public static final class Expected extends DimensionNode {
        @Child
        private ExpressionNode size;

        private final String text;

        /// @param text as written
        public Expected(ExpressionNode size, String text) {
            this.size = size;
            this.text = text;
        }

        @Override
        boolean accepts(VirtualFrame frame, long actual) {
            return isSame(size.executeGeneric(frame), actual);
        }

        @TruffleBoundary
        private static boolean isSame(Object expected, long actual) {
            return expected.equals(actual) || expected.equals((double) actual);
        }

        @Override
        String expected(VirtualFrame frame) {
            return describe(size.executeGeneric(frame));
        }

        @TruffleBoundary
        private String describe(Object value) {
            String number = value.toString();
            return number.equals(text) ? number : text + " = " + number;
        }
    }
}
