package tdsl.interpreter.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.Iterator;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;

/// A loop's place in what it runs over.
public sealed interface Cursor {
    /// Moves to the next element; false if there is none.
    boolean advance();

    /// The element that the cursor has moved to.
    Object value();

    /// Runs over a range without boxing its integers.
    final class OfRange implements Cursor {
        private final RangeValue range;
        private long next;

        OfRange(RangeValue range) {
            this.range = range;
        }

        @Override
        public boolean advance() {
            return next++ < range.size();
        }

        public long current() {
            return range.at(next - 1);
        }

        @Override
        public Object value() {
            return current();
        }
    }

    /// Runs over a list, which may grow or shrink on the way.
    final class OfList implements Cursor {
        private final ListValue list;
        private int next;

        OfList(ListValue list) {
            this.list = list;
        }

        @Override
        public boolean advance() {
            return next++ < list.size();
        }

        @Override
        public Object value() {
            return list.get(next - 1);
        }
    }

    /// Runs over anything else.
    final class OfIterator implements Cursor {
        private final Iterator<Object> elements;

        OfIterator(Iterator<Object> elements) {
            this.elements = elements;
        }

        @Override
        @TruffleBoundary
        public boolean advance() {
            return elements.hasNext();
        }

        @Override
        @TruffleBoundary
        public Object value() {
            return elements.next();
        }
    }
}
