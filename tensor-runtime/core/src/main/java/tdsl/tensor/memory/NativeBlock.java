package tdsl.tensor.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// Native memory of one storage. It is freed when nothing refers to its segment any more, or at once by
/// {@link Release#run}, whichever comes first.
///
/// @param segment as many bytes as were asked for, not cleared
public record NativeBlock(MemorySegment segment, Release release) {
    /// Gives a block back, once; without a reference to its segment, which stays collectable.
    public static final class Release implements Runnable {
        private final AtomicBoolean done = new AtomicBoolean();
        private final Runnable free;

        /// @param free gives the block back
        public Release(Runnable free) {
            this.free = free;
        }

        @Override
        public void run() {
            if (done.compareAndSet(false, true)) {
                free.run();
            }
        }

        /// Whether the memory belongs to somebody else by now.
        public boolean isDone() {
            return done.getPlain();
        }
    }
}
