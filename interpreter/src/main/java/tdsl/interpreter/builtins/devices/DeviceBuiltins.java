package tdsl.interpreter.builtins.devices;

import java.util.ArrayList;
import java.util.List;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.tensor.Device;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.device.Devices;
import tdsl.tensor.device.MemoryStatistics;
import tdsl.tensor.dispatch.MatmulPrecision;

/// What scripts can do about devices.
public final class DeviceBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row("devices()", "The devices that can be used, the processor first.", _ -> devices())
            .row("get_default_device()", "Where tensors are made if nothing says otherwise.", _ -> DefaultDevice.get())
            .row(
                    "set_default_device(device)",
                    "Makes tensors on a device from now on, unless something says otherwise; `with device(name) { … }`"
                            + " does so for a block.",
                    DeviceBuiltins::setDefault)
            .row(
                    "synchronize(device=none)",
                    "Waits until a device, the default one unless another is named, has done all that it was given.",
                    call -> {
                        DeviceRuntimes.synchronize(deviceOr(call));
                        return None.VALUE;
                    })
            .row(
                    "memory_stats(device=none)",
                    "Memory of a device, the default one unless another is named, in bytes: `used` by tensors, the"
                            + " `peak` of that, `reserved` for them, and the `total`.",
                    DeviceBuiltins::memoryStatistics)
            .row("empty_cache(device=none)", "Gives back memory of a device that is kept for reuse.", call -> {
                Devices.trim(deviceOr(call));
                return None.VALUE;
            })
            .row(
                    "reopen_device(device)",
                    "Makes a device usable again after an error that it does not recover from. All tensors on it are"
                            + " lost.",
                    call -> {
                        Devices.reopen(device(call));
                        return None.VALUE;
                    })
            .row(
                    "get_float32_matmul_precision()",
                    "How exactly matrices of f32 are multiplied.",
                    _ -> MatmulPrecision.current().toString())
            .row(
                    "set_float32_matmul_precision(precision)",
                    "How exactly matrices of f32 are multiplied from now on: \"highest\" in f32, as at first; \"high\""
                            + " (or \"medium\") with factors of 11 significant bits (TF32) where a device has units for"
                            + " them, which is several times as fast. The processor always computes in f32.",
                    call -> {
                        MatmulPrecision.set(MatmulPrecision.named(call.text(0)));
                        return None.VALUE;
                    })
            .row(
                    "graph(device=none)",
                    "A context that records the work which its block gives to a GPU, and then does it: after `let step"
                            + " = graph()` and `with step { … }`, `step.replay()` does it again, at a fraction of the"
                            + " cost. It works on the same tensors each time: inputs are changed in place, results stay"
                            + " where they are, random numbers are the same. Nothing may be read from the GPU in it.",
                    call -> new GraphContext(graphDevice(call)));

    private DeviceBuiltins() {}

    private static Object devices() {
        List<Object> names = new ArrayList<>();
        Devices.usable().forEach(names::add);
        return new ListValue(names);
    }

    private static Object setDefault(BuiltinCall call) {
        Device device = device(call);
        Devices.requireUsable(device);
        call.context().setDefaultDevice(device);
        return None.VALUE;
    }

    private static Device device(BuiltinCall call) {
        return call.value(0) instanceof String name
                ? Device.parse(name)
                : call.typed(0, Device.class, "a device or the name of one");
    }

    private static Device deviceOr(BuiltinCall call) {
        return call.has(0) ? device(call) : DefaultDevice.get();
    }

    private static Device graphDevice(BuiltinCall call) {
        Device device = deviceOr(call);
        return device == Device.CPU && !call.has(0) ? Device.cuda(0) : device;
    }

    private static Object memoryStatistics(BuiltinCall call) {
        MemoryStatistics memory = Devices.memory(deviceOr(call));
        DictValue statistics = new DictValue();
        statistics.put("used", memory.used());
        statistics.put("peak", memory.peak());
        statistics.put("reserved", memory.reserved());
        statistics.put("total", memory.total());
        return statistics;
    }
}
