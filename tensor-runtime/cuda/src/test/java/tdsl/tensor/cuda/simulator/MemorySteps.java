package tdsl.tensor.cuda.simulator;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Instructions that use memory.
final class MemorySteps {
    private static final Pattern ADDRESS = Pattern.compile("\\[\\s*([\\w%$]+)\\s*(?:\\+\\s*(-?\\d+))?\\s*]");

    private MemorySteps() {}

    /// What an operand in brackets stands for.
    @FunctionalInterface
    interface Place {
        /// The address, checked for an access of so many bytes.
        long address(Lane lane, int bytes);
    }

    static Step of(Instruction instruction, Compiler compiler) {
        return switch (instruction.name()) {
            case "ld" -> load(instruction, compiler);
            case "st" -> store(instruction, compiler);
            case "atom", "red" -> atomic(instruction, compiler);
            case "cp" -> copy(instruction, compiler);
            default -> barrier(instruction, compiler);
        };
    }

    // ---- addresses ----

    static Place place(String operand, String space, Compiler compiler) {
        Matcher matcher = ADDRESS.matcher(operand);
        if (!matcher.matches()) {
            throw new SimulationException("no address: " + operand);
        }
        String base = matcher.group(1);
        long offset = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
        if (space.equals("param")) {
            return parameter(base, offset, compiler);
        }
        int register = compiler.register(base);
        return switch (space) {
            case "shared" ->
                (lane, bytes) -> lane.block.sharedAddress((lane.registers[register] + offset) & 0xFFFFFFFFL, bytes);
            case "local" ->
                (lane, bytes) -> {
                    long address = lane.stack + lane.registers[register] + offset;
                    lane.block.memory.check(address, bytes);
                    return address;
                };
            default ->
                (lane, bytes) -> {
                    long address = lane.registers[register] + offset;
                    lane.block.memory.check(address, bytes);
                    return address;
                };
        };
    }

    private static Place parameter(String base, long offset, Compiler compiler) {
        Integer ofKernel = compiler.kernelPlace(base);
        if (ofKernel != null) {
            return (lane, _) -> lane.block.parameters + ofKernel + offset;
        }
        Integer ofFrame = compiler.framePlace(base);
        if (ofFrame != null) {
            return (lane, _) -> lane.frame + ofFrame + offset;
        }
        int register = compiler.register(base);
        return (lane, _) -> lane.registers[register] + offset;
    }

    private static String space(Instruction instruction) {
        for (String part : instruction.parts()) {
            String plain = part.split("::")[0];
            if (List.of("global", "shared", "local", "param", "const").contains(plain)) {
                return plain;
            }
        }
        return "generic";
    }

    // ---- loads and stores ----

    private static Step load(Instruction instruction, Compiler compiler) {
        Type type = instruction.type();
        int bytes = type.bytes();
        Place place = place(instruction.operand(1), space(instruction), compiler);
        int[] targets =
                instruction.list(0).stream().mapToInt(compiler::register).toArray();
        return lane -> {
            long address = place.address(lane, bytes * targets.length);
            for (int i = 0; i < targets.length; i++) {
                lane.registers[targets[i]] = type.integer(DeviceMemory.load(address + (long) i * bytes, bytes));
            }
        };
    }

    private static Step store(Instruction instruction, Compiler compiler) {
        int bytes = instruction.type().bytes();
        Place place = place(instruction.operand(0), space(instruction), compiler);
        int[] sources =
                instruction.list(1).stream().mapToInt(compiler::register).toArray();
        return lane -> {
            long address = place.address(lane, bytes * sources.length);
            for (int i = 0; i < sources.length; i++) {
                DeviceMemory.store(address + (long) i * bytes, bytes, lane.registers[sources[i]]);
            }
        };
    }

    private static Step atomic(Instruction instruction, Compiler compiler) {
        Type type = instruction.type();
        boolean returns = instruction.name().equals("atom");
        String operation = instruction.parts().get(instruction.parts().size() - 2);
        int first = returns ? 1 : 0;
        int target = returns && !instruction.operand(0).equals("_") ? compiler.register(instruction.operand(0)) : -1;
        Place place = place(instruction.operand(first), space(instruction), compiler);
        int value = compiler.register(instruction.operand(first + 1));
        boolean compares = operation.equals("cas");
        int replacement = compares ? compiler.register(instruction.operand(first + 2)) : value;
        Arithmetic.Operation change = switch (operation) {
            case "cas" -> (old, expected, changed) -> type.integer(old) == type.integer(expected) ? changed : old;
            case "exch" -> (_, changed, _) -> changed;
            default -> Arithmetic.of(operation, instruction.modifiers(), type);
        };
        return lane -> {
            long address = place.address(lane, type.bytes());
            long old = type.integer(DeviceMemory.load(address, type.bytes()));
            long changed = change.of(old, lane.registers[value], lane.registers[replacement]);
            DeviceMemory.store(address, type.bytes(), changed);
            if (target >= 0) {
                lane.registers[target] = old;
            }
        };
    }

    // ---- asynchronous copies ----

    private static Step copy(Instruction instruction, Compiler compiler) {
        if (instruction.has("commit_group")) {
            return Lane::commitCopies;
        }
        if (instruction.has("wait_group")) {
            int latest = Integer.parseInt(instruction.operand(0));
            return lane -> lane.finishCopies(latest);
        }
        if (instruction.has("wait_all")) {
            return Lane::finishAllCopies;
        }
        if (instruction.has("mbarrier")) {
            Place barrier = place(instruction.operand(0), "shared", compiler);
            return lane -> {
                lane.finishAllCopies();
                arrive(barrier.address(lane, Long.BYTES));
            };
        }
        return asynchronousCopy(instruction, compiler);
    }

    private static Step asynchronousCopy(Instruction instruction, Compiler compiler) {
        Place target = place(instruction.operand(0), "shared", compiler);
        int source = compiler.register(instruction.operand(1).replaceAll("[\\[\\]\\s]", ""));
        int bytes = Integer.parseInt(instruction.operand(2));
        int present =
                compiler.register(instruction.operands().size() > 3 ? instruction.operand(3) : instruction.operand(2));
        return lane -> {
            long to = target.address(lane, bytes);
            long from = lane.registers[source];
            int copied = (int) lane.registers[present];
            if (copied > 0) {
                lane.block.memory.check(from, bytes);
            }
            lane.later(() -> {
                DeviceMemory.fill(to, bytes, (byte) 0);
                DeviceMemory.copy(from, to, copied);
            });
        };
    }

    // ---- barriers in shared memory: how many arrivals are awaited, how many are still to come, and the phase ----

    private static final int COUNT_BITS = 20;
    private static final long COUNT = (1L << COUNT_BITS) - 1;

    private static Step barrier(Instruction instruction, Compiler compiler) {
        if (instruction.has("init")) {
            Place place = place(instruction.operand(0), "shared", compiler);
            int count = compiler.register(instruction.operand(1));
            return lane -> {
                long arrivals = lane.registers[count] & COUNT;
                DeviceMemory.store(place.address(lane, Long.BYTES), Long.BYTES, arrivals | arrivals << COUNT_BITS);
            };
        }
        if (instruction.has("test_wait") && instruction.has("parity")) {
            int target = compiler.register(instruction.operand(0));
            Place place = place(instruction.operand(1), "shared", compiler);
            int parity = compiler.register(instruction.operand(2));
            return lane -> {
                long phase = DeviceMemory.load(place.address(lane, Long.BYTES), Long.BYTES) >>> 2 * COUNT_BITS & 1;
                lane.registers[target] = phase ^ lane.registers[parity] & 1;
            };
        }
        throw new SimulationException("the simulator does not know this use of barriers");
    }

    private static void arrive(long barrier) {
        long state = DeviceMemory.load(barrier, Long.BYTES);
        long expected = state & COUNT;
        long pending = (state >>> COUNT_BITS & COUNT) - 1;
        long phase = state >>> 2 * COUNT_BITS;
        boolean isComplete = pending == 0;
        long next = isComplete ? expected : pending;
        DeviceMemory.store(
                barrier,
                Long.BYTES,
                expected | next << COUNT_BITS | (isComplete ? phase ^ 1 : phase) << 2 * COUNT_BITS);
    }
}
