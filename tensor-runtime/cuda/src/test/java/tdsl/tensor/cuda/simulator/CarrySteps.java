package tdsl.tensor.cuda.simulator;

import java.math.BigInteger;

/// Arithmetic on integers that takes a carry, or leaves one.
final class CarrySteps {
    private CarrySteps() {}

    static Step of(Instruction instruction, Compiler compiler) {
        Type type = instruction.type();
        boolean leaves = instruction.has("cc");
        boolean takes = instruction.name().endsWith("c");
        boolean subtracts = instruction.name().startsWith("sub");
        boolean multiplies = instruction.name().startsWith("mad");
        int target = compiler.register(instruction.operand(0));
        int[] sources = instruction.operands().stream()
                .skip(1)
                .mapToInt(compiler::register)
                .toArray();
        return lane -> {
            long first = lane.registers[sources[0]];
            long second = lane.registers[sources[1]];
            if (multiplies) {
                first = Arithmetic.product(instruction.modifiers(), type, first, second);
                second = lane.registers[sources[2]];
            }
            BigInteger left = unsigned(type, first);
            BigInteger right = unsigned(type, second).add(BigInteger.valueOf(takes ? lane.carry : 0));
            BigInteger result = subtracts ? left.subtract(right) : left.add(right);
            lane.registers[target] = result.longValue();
            if (leaves) {
                lane.carry = result.signum() < 0 || result.bitLength() > type.bits() ? 1 : 0;
            }
        };
    }

    private static BigInteger unsigned(Type type, long register) {
        Type bits = type.bytes() == Long.BYTES ? Type.U64 : Type.U32;
        return new BigInteger(Long.toUnsignedString(bits.integer(register)));
    }
}
