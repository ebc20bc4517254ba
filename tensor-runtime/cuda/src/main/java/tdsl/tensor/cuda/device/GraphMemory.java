package tdsl.tensor.cuda.device;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import tdsl.tensor.Tensor;
import tdsl.tensor.memory.NativeBlock;

/// The memory of a recorded graph: blocks that belong to it for as long as it, or a tensor in one of them, is referred
/// to, since every repetition writes there. While the graph is recorded, what is freed serves again, as it will do in
/// every repetition.
final class GraphMemory {
    private static final Cleaner CLEANER = Cleaner.create();

    private final LongFunction<NativeBlock> allocator;
    private final Map<Long, ArrayDeque<NativeBlock>> free = new HashMap<>();
    private final Set<Long> addresses = new HashSet<>();
    /// All that it has; given back when nothing refers to this memory any more.
    private final List<NativeBlock> blocks = new ArrayList<>();
    /// Memory outside that the graph reads or writes.
    private final List<Object> kept = new ArrayList<>();
    private boolean recording = true;

    GraphMemory(LongFunction<NativeBlock> allocator) {
        this.allocator = allocator;
        List<NativeBlock> owned = blocks;
        CLEANER.register(this, () -> owned.forEach(block -> block.release().run()));
    }

    synchronized NativeBlock allocate(long bytes) {
        NativeBlock block = take(bytes);
        return new NativeBlock(block.segment(), new NativeBlock.Release(() -> giveBack(block)));
    }

    private NativeBlock take(long bytes) {
        ArrayDeque<NativeBlock> reusable = free.get(bytes);
        if (reusable != null && !reusable.isEmpty()) {
            return reusable.pop();
        }
        NativeBlock block = allocator.apply(bytes);
        addresses.add(block.segment().address());
        blocks.add(block);
        return block;
    }

    private synchronized void giveBack(NativeBlock block) {
        if (recording) {
            free.computeIfAbsent(block.segment().byteSize(), _ -> new ArrayDeque<>())
                    .push(block);
        }
    }

    /// Keeps a tensor that the graph uses, unless it is in this memory.
    synchronized void keep(Tensor tensor) {
        if (!addresses.contains(tensor.storage().address())) {
            kept.add(tensor.storage());
        }
    }

    synchronized void endRecording() {
        recording = false;
        free.clear();
    }
}
