package tdsl.tensor.fusion;

import java.util.EnumMap;
import java.util.Map;
import java.util.ServiceLoader;
import tdsl.tensor.Device;

/// The devices that can run programs.
final class ProgramBackends {
    private static final Map<Device.Kind, ProgramBackend> BACKENDS = load();

    private ProgramBackends() {}

    private static Map<Device.Kind, ProgramBackend> load() {
        Map<Device.Kind, ProgramBackend> backends = new EnumMap<>(Device.Kind.class);
        for (ProgramBackend backend : ServiceLoader.load(ProgramBackend.class, ProgramBackend.class.getClassLoader())) {
            backends.put(backend.device(), backend);
        }
        return backends;
    }

    static boolean has(Device device) {
        return BACKENDS.containsKey(device.kind());
    }

    static ProgramKernel compile(PointwiseProgram program, Device device) {
        return BACKENDS.get(device.kind()).compile(program);
    }
}
