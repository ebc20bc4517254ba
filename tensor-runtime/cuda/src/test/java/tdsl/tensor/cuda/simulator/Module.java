package tdsl.tensor.cuda.simulator;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;

/// A loaded module: its variables in memory, and its functions, which are made ready when they are first needed.
final class Module {
    private final Ptx text;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Long> globals = new HashMap<>();
    private final Map<String, Integer> shared = new HashMap<>();
    private int sharedBytes;

    Module(String ptx, DeviceMemory memory, Arena arena) {
        text = Ptx.parse(ptx);
        for (String declaration : text.variables()) {
            if (declaration.contains(".shared")) {
                addShared(declaration);
            } else {
                addGlobal(Ptx.Variable.of(declaration), memory, arena);
            }
        }
    }

    private void addGlobal(Ptx.Variable variable, DeviceMemory memory, Arena arena) {
        long address = arena.allocate(variable.bytes(), variable.alignment()).address();
        memory.add(address, variable.bytes());
        globals.put(variable.name(), address);
        for (int i = 0; variable.initial() != null && i < variable.initial().length; i++) {
            int bytes = variable.elementBytes();
            DeviceMemory.store(address + (long) i * bytes, bytes, Long.parseLong(variable.initial()[i]));
        }
    }

    /// Gives a variable a place in the shared memory of blocks.
    void addShared(String declaration) {
        Ptx.Variable variable = Ptx.Variable.of(declaration);
        if (variable.bytes() == 0) {
            shared.put(variable.name(), BlockRun.DYNAMIC_SHARED);
            return;
        }
        int place = Math.ceilDiv(sharedBytes, variable.alignment()) * variable.alignment();
        shared.put(variable.name(), place);
        sharedBytes = place + variable.bytes();
        if (sharedBytes > BlockRun.DYNAMIC_SHARED) {
            throw new SimulationException("too much static shared memory");
        }
    }

    int sharedBytes() {
        return sharedBytes;
    }

    /// The address of a variable in global memory, or its place in shared memory.
    Long address(String variable) {
        Integer place = shared.get(variable);
        return place != null ? Long.valueOf(place) : globals.get(variable);
    }

    boolean hasFunction(String name) {
        return text.functions().containsKey(name);
    }

    Ptx.Function function(String name) {
        return text.functions().get(name);
    }

    Code code(String function) {
        Code known = codes.get(function);
        if (known == null) {
            known = new Compiler(this, text.functions().get(function)).compile();
            codes.put(function, known);
        }
        return known;
    }
}
