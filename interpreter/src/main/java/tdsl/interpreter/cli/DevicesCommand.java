package tdsl.interpreter.cli;

import java.io.PrintStream;
import java.util.List;
import tdsl.tensor.Device;
import tdsl.tensor.device.DeviceDescription;
import tdsl.tensor.device.DeviceRuntime;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.device.Devices;

/// `tdsl devices`: what programs can run on, and why not on what is not used.
record DevicesCommand(PrintStream output) {
    private static final double GIBIBYTE = 1L << 30;

    void run() {
        line(
                Device.CPU.toString(),
                "%d processors, tensors may take %.1f GiB"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                Devices.memory(Device.CPU).total() / GIBIBYTE));
        for (DeviceRuntime runtime : DeviceRuntimes.all()) {
            list(runtime);
        }
    }

    private void list(DeviceRuntime runtime) {
        List<DeviceDescription> devices = runtime.devices();
        if (devices.isEmpty()) {
            String kind = runtime.kind().name().toLowerCase(java.util.Locale.ROOT);
            line(kind, "not used: " + runtime.obstacle().orElse("there is none"));
        }
        for (DeviceDescription device : devices) {
            String obstacle =
                    device.obstacle().map(reason -> "; not used: " + reason).orElse("");
            line(device.device().toString(), device.name() + ", " + device.details() + obstacle);
        }
    }

    private void line(String device, String text) {
        output.printf("%-8s%s%n", device, text);
    }
}
