package tdsl.tensor.cuda.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// A thread of a block.
final class Lane {
    static final int WARP = 32;
    /// Bytes of parameters and local variables of the functions that a thread is in.
    static final int STACK_BYTES = 16 << 10;
    /// Instructions that a thread runs before others have their turn: it may wait for what they do.
    private static final int TURN = 4096;

    /// Functions whose registers are kept for the next time.
    private static final int MOST_CODES = 100;

    final int number;
    final long stack;
    BlockRun block;

    long[] registers;
    /// Where the parameters and local variables of the current function lie.
    long frame;

    long carry;
    private Code code;
    private int next;
    private boolean stopped;
    private boolean ended;
    private Step waiting;

    private final Map<Code, long[]> registersOf = new IdentityHashMap<>();
    private final Deque<Caller> callers = new ArrayDeque<>();
    private final Deque<List<Runnable>> copies = new ArrayDeque<>();
    private List<Runnable> openCopies = new ArrayList<>();

    private record Caller(Code code, int next, long[] registers, long frame, Runnable atReturn) {}

    Lane(int number, long stack) {
        this.number = number;
        this.stack = stack;
    }

    int laneNumber() {
        return number % WARP;
    }

    void begin(Code kernel) {
        callers.clear();
        copies.clear();
        openCopies.clear();
        ended = false;
        waiting = null;
        frame = stack;
        enter(kernel);
    }

    private void enter(Code function) {
        code = function;
        next = 0;
        if (registersOf.size() > MOST_CODES) {
            registersOf.clear();
        }
        registers = registersOf.computeIfAbsent(function, Code::newRegisters);
        function.begin(this);
    }

    /// Goes on until the thread ends, waits, or has had its turn.
    void proceed() {
        stopped = false;
        try {
            for (int turn = 0; turn < TURN && !stopped; turn++) {
                code.step(next++).run(this);
            }
        } catch (SimulationException e) {
            throw e.at(code, next - 1, this);
        }
    }

    boolean canProceed() {
        return !ended && waiting == null;
    }

    boolean hasEnded() {
        return ended;
    }

    Step waiting() {
        return waiting;
    }

    void waitAt(Step step) {
        waiting = step;
        stopped = true;
    }

    void goOn() {
        waiting = null;
    }

    void jump(int target) {
        next = target;
    }

    void end() {
        ended = true;
        stopped = true;
    }

    /// Where the frame of a function lies that is called from here.
    long nextFrame() {
        return frame + code.frameBytes();
    }

    /// Calls a function whose parameters have been put into its frame.
    void call(Code function, Runnable atReturn) {
        callers.push(new Caller(code, next, registers, frame, atReturn));
        frame = nextFrame();
        if (frame + function.frameBytes() > stack + STACK_BYTES) {
            throw new SimulationException("a stack of more than " + STACK_BYTES + " bytes");
        }
        enter(function);
    }

    void giveBack() {
        if (callers.isEmpty()) {
            end();
            return;
        }
        Caller caller = callers.pop();
        code = caller.code;
        next = caller.next;
        registers = caller.registers;
        frame = caller.frame;
        caller.atReturn.run();
    }

    // ---- asynchronous copies: done as late as the program allows, so that a missing wait shows ----

    void later(Runnable copy) {
        openCopies.add(copy);
    }

    void commitCopies() {
        copies.add(openCopies);
        openCopies = new ArrayList<>();
    }

    /// Does the copies of all groups but so many of the latest.
    void finishCopies(int latest) {
        while (copies.size() > latest) {
            copies.remove().forEach(Runnable::run);
        }
    }

    void finishAllCopies() {
        commitCopies();
        finishCopies(0);
    }
}
