package tdsl.tensor;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import tdsl.tensor.memory.NativeBlock;

/// Frees the tensors that the current thread makes while it is open, at its end instead of when the garbage
/// collector finds them.
///
///     try (MemoryScope scope = MemoryScope.open()) {
///         total = scope.keep(x.matmul(y).exp().sum());
///     }
///
/// Using a tensor that was freed so is an error. Gradients of leaves are kept by themselves. Tensors of up to 4
/// KiB live on the Java heap and are never freed early. Scopes nest; each belongs to the thread that opened it.
public final class MemoryScope implements AutoCloseable {
    private static final ThreadLocal<MemoryScope> CURRENT = new ThreadLocal<>();
    private static final int FIRST_PURGE = 1024;

    private final MemoryScope outer;
    private final Thread owner = Thread.currentThread();
    private final Set<NativeBlock.Release> blocks = Collections.newSetFromMap(new IdentityHashMap<>());
    private int purgeAt = FIRST_PURGE;

    private MemoryScope(MemoryScope outer) {
        this.outer = outer;
    }

    /// Opens a scope inside the thread's current one.
    public static MemoryScope open() {
        MemoryScope scope = new MemoryScope(CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    /// The innermost open scope of this thread; null if there is none.
    public static MemoryScope current() {
        return CURRENT.get();
    }

    /// Lets a tensor, and all that share its storage, live on: as long as the scope around this one, or as long
    /// as it is referred to.
    ///
    /// @return the tensor
    public Tensor keep(Tensor tensor) {
        NativeBlock.Release block = tensor.storage().release();
        if (block != null) {
            keep(block);
        }
        return tensor;
    }

    private void keep(NativeBlock.Release block) {
        if (blocks.remove(block)) {
            if (outer != null) {
                outer.add(block);
            }
        } else if (outer != null) {
            outer.keep(block);
        }
    }

    void add(NativeBlock.Release block) {
        blocks.add(block);
        if (blocks.size() >= purgeAt) {
            blocks.removeIf(NativeBlock.Release::isDone);
            purgeAt = Math.max(FIRST_PURGE, 2 * blocks.size());
        }
    }

    /// Frees what was not kept, in scopes inside this one that are still open as well.
    ///
    /// @throws IllegalStateException if another thread opened it
    @Override
    public void close() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a memory scope is closed by the thread that opened it");
        }
        if (!isOpen()) {
            return;
        }
        MemoryScope innermost;
        do {
            innermost = CURRENT.get();
            innermost.blocks.forEach(NativeBlock.Release::run);
            innermost.blocks.clear();
            CURRENT.set(innermost.outer);
        } while (innermost != this);
        if (outer == null) {
            CURRENT.remove();
        }
    }

    private boolean isOpen() {
        for (MemoryScope scope = CURRENT.get(); scope != null; scope = scope.outer) {
            if (scope == this) {
                return true;
            }
        }
        return false;
    }
}
