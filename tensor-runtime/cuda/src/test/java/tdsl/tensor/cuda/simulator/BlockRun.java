package tdsl.tensor.cuda.simulator;

import java.util.Arrays;
import java.util.List;

/// The blocks of a start of a kernel, one after another. Threads run in turns: each until it waits for others.
final class BlockRun {
    /// Where dynamic shared memory begins in a block's window; static variables are before.
    static final int DYNAMIC_SHARED = 1 << 20;
    /// What shared memory holds before it is written: numbers that are none.
    private static final byte UNWRITTEN = -1;

    final int[] grid;
    final int[] threads;
    final int[] place = new int[3];
    /// Address of the kernel's parameters.
    final long parameters;
    /// Address of the block's window of shared memory.
    final long shared;

    final DeviceMemory memory;
    private final Code kernel;
    private final int dynamicBytes;
    private final List<Lane> lanes;

    BlockRun(
            Code kernel,
            int[] grid,
            int[] threads,
            int dynamicBytes,
            long parameters,
            long shared,
            long stacks,
            List<Lane> known,
            DeviceMemory memory) {
        this.kernel = kernel;
        this.grid = grid;
        this.threads = threads;
        this.dynamicBytes = dynamicBytes;
        this.parameters = parameters;
        this.shared = shared;
        this.memory = memory;
        int count = threads[0] * threads[1] * threads[2];
        while (known.size() < count) {
            known.add(new Lane(known.size(), stacks + (long) known.size() * Lane.STACK_BYTES));
        }
        lanes = known.subList(0, count);
        lanes.forEach(lane -> lane.block = this);
    }

    String name() {
        return Arrays.toString(place);
    }

    /// Runs all blocks.
    void run() {
        for (place[2] = 0; place[2] < grid[2]; place[2]++) {
            for (place[1] = 0; place[1] < grid[1]; place[1]++) {
                for (place[0] = 0; place[0] < grid[0]; place[0]++) {
                    runBlock();
                }
            }
        }
    }

    private void runBlock() {
        DeviceMemory.fill(shared, kernel.sharedBytes(), UNWRITTEN);
        DeviceMemory.fill(shared + DYNAMIC_SHARED, dynamicBytes, UNWRITTEN);
        lanes.forEach(lane -> lane.begin(kernel));
        boolean moves = true;
        while (moves) {
            moves = false;
            for (int first = 0; first < lanes.size(); first += Lane.WARP) {
                moves |= runWarp(lanes.subList(first, Math.min(lanes.size(), first + Lane.WARP)));
            }
            moves = moves || releaseBarrier();
        }
        for (Lane lane : lanes) {
            if (!lane.hasEnded()) {
                throw new SimulationException(
                        "%s: thread %d of block %s waits for ever".formatted(kernel.name(), lane.number, name()));
            }
        }
    }

    private static boolean runWarp(List<Lane> warp) {
        boolean moves = false;
        for (Lane lane : warp) {
            if (lane.canProceed()) {
                lane.proceed();
                moves = true;
            }
        }
        for (Lane lane : warp) {
            if (lane.waiting() instanceof Step.OfWarp step) {
                moves |= runTogether(step, step.members(lane), warp);
            }
        }
        return moves;
    }

    private static boolean runTogether(Step.OfWarp step, int members, List<Lane> warp) {
        Lane[] taking = new Lane[Lane.WARP];
        for (Lane lane : warp) {
            boolean isMember = (members >>> lane.laneNumber() & 1) != 0;
            if (isMember && lane.waiting() == step) {
                taking[lane.laneNumber()] = lane;
            } else if (isMember && !lane.hasEnded()) {
                return false;
            }
        }
        step.runTogether(taking);
        for (Lane lane : taking) {
            if (lane != null) {
                lane.goOn();
            }
        }
        return true;
    }

    private boolean releaseBarrier() {
        List<Lane> present = lanes.stream().filter(lane -> !lane.hasEnded()).toList();
        if (present.isEmpty() || !(present.getFirst().waiting() instanceof Step.OfBlock barrier)) {
            return false;
        }
        if (present.stream().anyMatch(lane -> lane.waiting() != barrier)) {
            return false;
        }
        barrier.release(present);
        present.forEach(Lane::goOn);
        return true;
    }

    // ---- addresses ----

    /// The address of shared memory at a place in the block's window.
    long sharedAddress(long offset, int bytes) {
        boolean isStatic = offset >= 0 && offset + bytes <= kernel.sharedBytes();
        boolean isDynamic = offset >= DYNAMIC_SHARED && offset + bytes <= DYNAMIC_SHARED + dynamicBytes;
        if (!isStatic && !isDynamic) {
            throw new SimulationException(
                    "%d bytes at %d are beyond the block's shared memory".formatted(bytes, offset));
        }
        if (offset % bytes != 0) {
            throw new SimulationException(
                    "the place %d in shared memory is no multiple of %d".formatted(offset, bytes));
        }
        return shared + offset;
    }
}
