package tdsl.tensor.cuda.simulator;

import java.util.function.BiConsumer;

/// Instructions by which threads exchange values or wait for each other.
final class WarpSteps {
    private static final int ALL = -1;

    private WarpSteps() {}

    static Step of(Instruction instruction, Compiler compiler) {
        return switch (instruction.name()) {
            case "bar", "barrier" -> barrier(instruction, compiler);
            case "shfl" -> shuffle(instruction, compiler);
            case "vote" -> vote(instruction, compiler);
            case "match" -> match(instruction, compiler);
            default -> reduce(instruction, compiler);
        };
    }

    /// @param mask   register of the lanes that take part; negative for all
    /// @param action done when all are there
    static Step.OfWarp together(int mask, BiConsumer<Lane[], Lane> action) {
        return new Step.OfWarp() {
            @Override
            public int members(Lane lane) {
                return mask < 0 ? ALL : (int) lane.registers[mask];
            }

            @Override
            public void runTogether(Lane[] warp) {
                Lane first = null;
                for (Lane lane : warp) {
                    first = first == null ? lane : first;
                }
                action.accept(warp, first);
            }
        };
    }

    private static Step barrier(Instruction instruction, Compiler compiler) {
        if (instruction.has("warp")) {
            return together(compiler.register(instruction.operand(0)), (_, _) -> {});
        }
        if (!instruction.has("red")) {
            if (!instruction.operand(0).equals("0") || instruction.operands().size() > 1) {
                throw new SimulationException("the simulator has barriers of a whole block alone");
            }
            return new BlockBarrier(-1, -1, false);
        }
        int target = compiler.register(instruction.operand(0));
        int value = compiler.register(instruction.operand(2));
        return new BlockBarrier(target, value, instruction.has("and"));
    }

    /// @param target register of the combined predicate; negative if there is none
    private record BlockBarrier(int target, int value, boolean isAnd) implements Step.OfBlock {
        @Override
        public void release(Iterable<Lane> lanes) {
            if (target < 0) {
                return;
            }
            boolean combined = isAnd;
            for (Lane lane : lanes) {
                boolean holds = (lane.registers[value] & 1) != 0;
                combined = isAnd ? combined && holds : combined || holds;
            }
            for (Lane lane : lanes) {
                lane.registers[target] = combined ? 1 : 0;
            }
        }
    }

    private static Step shuffle(Instruction instruction, Compiler compiler) {
        String[] targets = instruction.operand(0).split("\\|");
        int target = compiler.register(targets[0]);
        int isValid = targets.length > 1 ? compiler.register(targets[1]) : -1;
        int value = compiler.register(instruction.operand(1));
        int distance = compiler.register(instruction.operand(2));
        int clamp = compiler.register(instruction.operand(3));
        String mode = instruction.parts().get(2);
        return together(compiler.register(instruction.operand(4)), (warp, _) -> {
            long[] values = new long[Lane.WARP];
            for (int i = 0; i < Lane.WARP; i++) {
                values[i] = warp[i] == null ? 0 : warp[i].registers[value];
            }
            for (int i = 0; i < Lane.WARP; i++) {
                if (warp[i] == null) {
                    continue;
                }
                long[] registers = warp[i].registers;
                int by = (int) registers[distance] & 0x1F;
                int bound = (int) registers[clamp] & 0x1F;
                int segment = (int) registers[clamp] >> 8 & 0x1F;
                int last = i & segment | bound & ~segment;
                int from = switch (mode) {
                    case "up" -> i - by;
                    case "down" -> i + by;
                    case "bfly" -> i ^ by;
                    default -> i & segment | by & ~segment;
                };
                boolean valid = mode.equals("up") ? from >= last : from <= last;
                int taken = valid ? from : i;
                if (warp[taken] == null) {
                    throw new SimulationException("a value is taken from lane %d, which gives none".formatted(taken));
                }
                registers[target] = values[taken];
                if (isValid >= 0) {
                    registers[isValid] = valid ? 1 : 0;
                }
            }
        });
    }

    private static Step vote(Instruction instruction, Compiler compiler) {
        int target = compiler.register(instruction.operand(0));
        int value = compiler.register(instruction.operand(1));
        String mode = instruction.parts().get(2);
        return together(compiler.register(instruction.operand(2)), (warp, _) -> {
            int present = 0;
            int ballot = 0;
            for (int i = 0; i < Lane.WARP; i++) {
                present |= warp[i] == null ? 0 : 1 << i;
                ballot |= warp[i] == null ? 0 : (int) (warp[i].registers[value] & 1) << i;
            }
            long result = switch (mode) {
                case "ballot" -> ballot;
                case "any" -> ballot != 0 ? 1 : 0;
                case "all" -> ballot == present ? 1 : 0;
                default -> throw new SimulationException("no vote: " + mode);
            };
            give(warp, target, result);
        });
    }

    private static void give(Lane[] warp, int target, long result) {
        for (Lane lane : warp) {
            if (lane != null) {
                lane.registers[target] = result;
            }
        }
    }

    private static Step match(Instruction instruction, Compiler compiler) {
        if (!instruction.has("any")) {
            throw new SimulationException("the simulator knows match.any alone");
        }
        Type type = Type.of(instruction.parts().getLast().replace('b', 'u'));
        int target = compiler.register(instruction.operand(0));
        int value = compiler.register(instruction.operand(1));
        return together(compiler.register(instruction.operand(2)), (warp, _) -> {
            long[] found = new long[Lane.WARP];
            for (int i = 0; i < Lane.WARP; i++) {
                for (int j = 0; j < Lane.WARP && warp[i] != null; j++) {
                    boolean isSame = warp[j] != null
                            && type.integer(warp[j].registers[value]) == type.integer(warp[i].registers[value]);
                    found[i] |= isSame ? 1L << j : 0;
                }
            }
            for (int i = 0; i < Lane.WARP; i++) {
                if (warp[i] != null) {
                    warp[i].registers[target] = found[i];
                }
            }
        });
    }

    private static Step reduce(Instruction instruction, Compiler compiler) {
        Type type = instruction.type();
        Arithmetic.Operation operation = Arithmetic.of(instruction.parts().get(2), instruction.modifiers(), type);
        int target = compiler.register(instruction.operand(0));
        int value = compiler.register(instruction.operand(1));
        return together(compiler.register(instruction.operand(2)), (warp, first) -> {
            long result = first.registers[value];
            for (Lane lane : warp) {
                if (lane != null && lane != first) {
                    result = operation.of(result, lane.registers[value], 0);
                }
            }
            give(warp, target, result);
        });
    }
}
