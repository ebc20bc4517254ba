package tdsl.tensor.cuda.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the steps of a function from its text.
final class Compiler {
    private static final Pattern LABEL = Pattern.compile("\\s*([\\w$%]+):(?!:)");
    private static final Pattern FLOAT = Pattern.compile("0f([0-9a-fA-F]{8})");
    private static final Pattern DOUBLE = Pattern.compile("0d([0-9a-fA-F]{16})");
    private static final Pattern INTEGER = Pattern.compile("-?(0x[0-9a-fA-F]+|\\d+)U?");

    private final Module module;
    private final Ptx.Function function;
    private final Registers registers = new Registers();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    /// What waits for labels further on.
    private final List<Runnable> whenDone = new ArrayList<>();

    /// Where parameters and local variables lie in the frame.
    private final Map<String, Integer> framePlaces = new HashMap<>();

    /// Where the parameters of a kernel lie among them.
    private final Map<String, Integer> kernelPlaces = new HashMap<>();
    private final Map<String, Long> constants = new HashMap<>();
    private int frameBytes;

    Compiler(Module module, Ptx.Function function) {
        this.module = module;
        this.function = function;
    }

    Code compile() {
        if (function.isKernel()) {
            int end = 0;
            for (String declaration : function.parameters()) {
                end = place(declaration.replaceFirst("^\\.param ", ""), end, kernelPlaces);
            }
        } else {
            function.parameters().forEach(this::addToFrame);
            function.results().forEach(this::addToFrame);
        }
        statements(function.body());
        // Falling off the end is a return.
        add("ret", Lane::giveBack);
        whenDone.forEach(Runnable::run);
        return new Code(
                function.name(),
                steps.toArray(Step[]::new),
                texts.toArray(String[]::new),
                registers.count(),
                registers.constants(),
                registers.specials(),
                frameBytes,
                module.sharedBytes());
    }

    private static int place(String declaration, int end, Map<String, Integer> places) {
        Ptx.Variable variable = Ptx.Variable.of(declaration);
        int start = Math.ceilDiv(end, variable.alignment()) * variable.alignment();
        places.put(variable.name(), start);
        return start + variable.bytes();
    }

    private void addToFrame(String declaration) {
        frameBytes = place(declaration.replaceFirst("^\\.(param|local) ", ""), frameBytes, framePlaces);
        frameBytes = Math.ceilDiv(frameBytes, 16) * 16;
    }

    private void add(String text, Step step) {
        steps.add(step);
        texts.add(text);
    }

    // ---- statements ----

    private void statements(String body) {
        Matcher label = LABEL.matcher(body);
        int start = 0;
        registers.open();
        while (start < body.length()) {
            char found = body.charAt(start);
            if (Character.isWhitespace(found) || found == ';') {
                start++;
            } else if (found == '{') {
                registers.open();
                start++;
            } else if (found == '}') {
                registers.close();
                start++;
            } else if (label.region(start, body.length()).lookingAt()) {
                labels.put(label.group(1), steps.size());
                start = label.end();
            } else {
                int end = body.indexOf(';', start);
                statement(body.substring(start, end).strip());
                start = end + 1;
            }
        }
    }

    private void statement(String text) {
        if (text.startsWith(".reg")) {
            registers.declare(text);
        } else if (text.startsWith(".shared")) {
            module.addShared(text);
        } else if (text.startsWith(".local") || text.startsWith(".param")) {
            addToFrame(text);
        } else if (!text.startsWith(".pragma") && !text.startsWith(".loc")) {
            Instruction instruction = Instruction.parse(text);
            Step step;
            try {
                step = step(instruction);
            } catch (RuntimeException e) {
                throw new IllegalStateException(
                        "%s: `%s`: %s".formatted(function.name(), instruction.text(), e.getMessage()), e);
            }
            add(instruction.text(), guarded(instruction, step));
        }
    }

    private Step guarded(Instruction instruction, Step step) {
        if (instruction.guard() == null) {
            return step;
        }
        if (step instanceof Step.OfWarp || step instanceof Step.OfBlock) {
            throw new SimulationException("what threads do together may not depend on a predicate");
        }
        int guard = registers.named(instruction.guard());
        long runs = instruction.isGuardedByNot() ? 0 : 1;
        return lane -> {
            if ((lane.registers[guard] & 1) == runs) {
                step.run(lane);
            }
        };
    }

    private Step step(Instruction instruction) {
        return switch (instruction.name()) {
            case "bra" -> jump(instruction.operand(0));
            case "ret" -> Lane::giveBack;
            case "exit" -> Lane::end;
            case "trap" ->
                _ -> {
                    throw new SimulationException("trap");
                };
            case "call" -> call(instruction);
            case "mov" -> move(instruction);
            case "cvta" -> generic(instruction);
            case "setp" -> compare(instruction);
            case "selp" -> select(instruction);
            case "cvt" ->
                assign(
                        instruction,
                        Conversions.of(
                                instruction.modifiers(),
                                Type.of(instruction
                                        .parts()
                                        .get(instruction.parts().size() - 2)),
                                instruction.type()));
            case "bfi" -> insertBits(instruction);
            case "bfe" -> extractBits(instruction);
            case "prmt" -> permuteBytes(instruction);
            case "addc", "subc", "madc" -> CarrySteps.of(instruction, this);
            // One thread's steps are seen by all at once.
            case "membar", "fence" -> _ -> {};
            case "ld", "st", "atom", "red", "cp", "mbarrier" -> MemorySteps.of(instruction, this);
            case "bar", "barrier", "shfl", "vote", "match", "redux" -> WarpSteps.of(instruction, this);
            case "mma", "ldmatrix", "movmatrix" -> MatrixSteps.of(instruction, this);
            default ->
                instruction.has("cc")
                        ? CarrySteps.of(instruction, this)
                        : assign(
                                instruction,
                                Arithmetic.of(instruction.name(), instruction.modifiers(), instruction.type()));
        };
    }

    // ---- operands ----

    Module module() {
        return module;
    }

    /// The register of an operand, a constant perhaps.
    int register(String operand) {
        Long constant = constant(operand);
        return constant == null ? registers.named(operand) : registers.constant(constant);
    }

    private Long constant(String operand) {
        Matcher matcher = FLOAT.matcher(operand);
        if (matcher.matches()) {
            return (long) Integer.parseUnsignedInt(matcher.group(1), 16);
        }
        matcher = DOUBLE.matcher(operand);
        if (matcher.matches()) {
            return Long.parseUnsignedLong(matcher.group(1), 16);
        }
        if (INTEGER.matcher(operand).matches()) {
            String number = operand.replace("U", "");
            return number.startsWith("-")
                    ? Long.valueOf(number)
                    : number.startsWith("0x")
                            ? Long.parseUnsignedLong(number.substring(2), 16)
                            : Long.parseUnsignedLong(number);
        }
        return module.address(operand);
    }

    Integer framePlace(String variable) {
        return framePlaces.get(variable);
    }

    Integer kernelPlace(String parameter) {
        return kernelPlaces.get(parameter);
    }

    /// A step that computes a register from up to three.
    private Step assign(Instruction instruction, Arithmetic.Operation operation) {
        int target = register(instruction.operand(0));
        int count = instruction.operands().size() - 1;
        int first = register(instruction.operand(1));
        int second = count > 1 ? register(instruction.operand(2)) : first;
        int third = count > 2 ? register(instruction.operand(3)) : first;
        return lane -> {
            long[] values = lane.registers;
            values[target] = operation.of(values[first], values[second], values[third]);
        };
    }

    // ---- steps ----

    private Step jump(String label) {
        int[] target = new int[1];
        whenDone.add(() -> target[0] = labels.get(label));
        return lane -> lane.jump(target[0]);
    }

    private Step call(Instruction instruction) {
        int operands = instruction.operands().size();
        int nameAt = instruction.operand(0).startsWith("(") ? 1 : 0;
        Code callee = module.code(instruction.operand(nameAt));
        Ptx.Function called = module.function(instruction.operand(nameAt));
        List<String> results = nameAt == 1 ? instruction.list(0) : List.of();
        List<String> arguments = operands > nameAt + 1 ? instruction.list(nameAt + 1) : List.of();
        List<Copy> in = copies(arguments, called.parameters(), called);
        List<Copy> out = copies(results, called.results(), called);
        return lane -> {
            long own = lane.frame;
            long its = lane.nextFrame();
            in.forEach(copy -> DeviceMemory.copy(own + copy.outside, its + copy.inside, copy.bytes));
            lane.call(
                    callee,
                    () -> out.forEach(copy -> DeviceMemory.copy(its + copy.inside, own + copy.outside, copy.bytes)));
        };
    }

    /// A parameter of a call.
    ///
    /// @param outside its place in the frame of the caller
    /// @param inside  its place in the frame of the function that is called
    private record Copy(int outside, int inside, int bytes) {}

    private List<Copy> copies(List<String> outside, List<String> declarations, Ptx.Function called) {
        List<Copy> copies = new ArrayList<>();
        Compiler inside = new Compiler(module, called);
        called.parameters().forEach(inside::addToFrame);
        called.results().forEach(inside::addToFrame);
        for (int i = 0; i < outside.size(); i++) {
            Ptx.Variable variable = Ptx.Variable.of(declarations.get(i).replaceFirst("^\\.param ", ""));
            copies.add(new Copy(
                    framePlaces.get(outside.get(i)), inside.framePlaces.get(variable.name()), variable.bytes()));
        }
        return copies;
    }

    private Step move(Instruction instruction) {
        List<String> targets = instruction.list(0);
        List<String> sources = instruction.list(1);
        if (targets.size() == 1 && sources.size() == 1) {
            return moveOne(register(targets.getFirst()), sources.getFirst());
        }
        int bits = instruction.type().bits() / Math.max(targets.size(), sources.size());
        long mask = -1L >>> Long.SIZE - bits;
        int[] from = sources.stream().mapToInt(this::register).toArray();
        int[] to = targets.stream().mapToInt(this::target).toArray();
        return lane -> {
            long all = 0;
            for (int i = 0; i < from.length; i++) {
                all |= from.length == 1 ? lane.registers[from[i]] : (lane.registers[from[i]] & mask) << i * bits;
            }
            for (int i = 0; i < to.length; i++) {
                lane.registers[to[i]] = to.length == 1 ? all : all >>> i * bits & mask;
            }
        };
    }

    /// A register to write; `_` is none that is read.
    private int target(String operand) {
        return operand.equals("_") ? registers.variable() : register(operand);
    }

    private Step moveOne(int target, String source) {
        Integer local = framePlaces.get(source);
        Integer parameter = kernelPlaces.get(source);
        if (local != null) {
            return lane -> lane.registers[target] = lane.frame - lane.stack + local;
        }
        if (parameter != null) {
            return lane -> lane.registers[target] = lane.block.parameters + parameter;
        }
        int from = register(source);
        return lane -> lane.registers[target] = lane.registers[from];
    }

    /// Addresses of all spaces are the host's; those of shared and local memory are counted from where it begins.
    private Step generic(Instruction instruction) {
        int target = register(instruction.operand(0));
        int from = register(instruction.operand(1));
        int sign = instruction.has("to") ? -1 : 1;
        if (instruction.has("shared")) {
            return lane -> lane.registers[target] = lane.registers[from] + sign * lane.block.shared;
        }
        if (instruction.has("local")) {
            return lane -> lane.registers[target] = lane.registers[from] + sign * lane.stack;
        }
        return lane -> lane.registers[target] = lane.registers[from];
    }

    /// A comparison, combined perhaps with a predicate.
    private Step compare(Instruction instruction) {
        Arithmetic.Operation comparison =
                Arithmetic.comparison(instruction.parts().get(1), instruction.type());
        if (instruction.operands().size() == 3) {
            return assign(instruction, comparison);
        }
        Arithmetic.Operation combination =
                Arithmetic.of(instruction.parts().get(2), instruction.modifiers(), Type.PRED);
        return assign(instruction, (a, b, predicate) -> combination.of(comparison.of(a, b, 0), predicate, 0) & 1);
    }

    private Step select(Instruction instruction) {
        int target = register(instruction.operand(0));
        int yes = register(instruction.operand(1));
        int no = register(instruction.operand(2));
        int condition = register(instruction.operand(3));
        return lane -> lane.registers[target] = lane.registers[(lane.registers[condition] & 1) != 0 ? yes : no];
    }

    private Step insertBits(Instruction instruction) {
        int target = register(instruction.operand(0));
        int[] sources = instruction.operands().subList(1, 5).stream()
                .mapToInt(this::register)
                .toArray();
        return lane -> {
            int start = (int) lane.registers[sources[2]] & 0xFF;
            int length = (int) lane.registers[sources[3]] & 0xFF;
            long mask = (length >= Long.SIZE ? -1L : (1L << length) - 1) << start;
            long inserted = lane.registers[sources[0]] << start & mask;
            lane.registers[target] = lane.registers[sources[1]] & ~mask | inserted;
        };
    }

    private Step extractBits(Instruction instruction) {
        Type type = instruction.type();
        int target = register(instruction.operand(0));
        int[] sources = instruction.operands().subList(1, 4).stream()
                .mapToInt(this::register)
                .toArray();
        return lane -> {
            int start = (int) lane.registers[sources[1]] & 0xFF;
            int length = Math.min((int) lane.registers[sources[2]] & 0xFF, type.bits() - start);
            long value = type.integer(lane.registers[sources[0]]) >> start;
            int unused = Long.SIZE - length;
            lane.registers[target] =
                    length <= 0 ? 0 : type.isSigned() ? value << unused >> unused : value << unused >>> unused;
        };
    }

    private Step permuteBytes(Instruction instruction) {
        int target = register(instruction.operand(0));
        int low = register(instruction.operand(1));
        int high = register(instruction.operand(2));
        int choice = register(instruction.operand(3));
        return lane -> {
            long bytes = lane.registers[high] << Integer.SIZE | lane.registers[low] & 0xFFFFFFFFL;
            long result = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                int chosen = (int) (lane.registers[choice] >>> 4 * i) & 0xF;
                byte found = (byte) (bytes >>> (chosen & 7) * Byte.SIZE);
                long copied = chosen < 8 ? found & 0xFF : found < 0 ? 0xFF : 0;
                result |= copied << i * Byte.SIZE;
            }
            lane.registers[target] = result;
        };
    }
}
