package tdsl.tensor.cuda.simulator;

import java.util.Map;

/// A function, ready to run.
///
/// @param steps       its instructions, with their texts
/// @param constants   registers that never change
/// @param specials    registers that hold numbers of the thread
/// @param frameBytes  of its parameters and local variables
/// @param sharedBytes of static shared memory
record Code(
        String name,
        Step[] steps,
        String[] texts,
        int registerCount,
        Map<Integer, Long> constants,
        Special[] specials,
        int frameBytes,
        int sharedBytes) {
    /// What depends on the thread.
    @FunctionalInterface
    interface Number {
        long of(Lane lane);
    }

    /// A register and what it holds.
    record Special(int register, Number number) {}

    Step step(int number) {
        return steps[number];
    }

    String text(int number) {
        return texts[number];
    }

    long[] newRegisters() {
        long[] registers = new long[registerCount];
        constants.forEach((place, value) -> registers[place] = value);
        return registers;
    }

    void begin(Lane lane) {
        for (Special special : specials) {
            lane.registers[special.register] = special.number.of(lane);
        }
    }
}
