package tdsl.tensor.cuda.device;

import java.lang.ref.Cleaner;
import java.util.function.Consumer;
import tdsl.tensor.cuda.driver.Driver;
import tdsl.tensor.cuda.driver.DriverException;
import tdsl.tensor.device.DeviceGraph;

/// A graph of the driver, recorded from what one thread gives to a device.
final class CudaGraph implements DeviceGraph {
    private static final Cleaner CLEANER = Cleaner.create();

    private final CudaDevice device;
    private final GraphMemory memory;
    private long executable;

    CudaGraph(CudaDevice device, GraphMemory memory) {
        this.device = device;
        this.memory = memory;
    }

    @Override
    public void end() {
        guarded(driver -> {
            long graph = stop(driver);
            executable = driver.instantiate(graph);
            driver.destroyGraph(graph);
        });
        long unused = executable;
        CudaDevice owner = device;
        CLEANER.register(this, () -> owner.destroyGraph(unused));
        replay();
    }

    @Override
    public void abandon() {
        guarded(driver -> driver.destroyGraph(stop(driver)));
    }

    private long stop(Driver driver) {
        memory.endRecording();
        return device.endCapture(driver);
    }

    @Override
    public void replay() {
        guarded(driver -> driver.launchGraph(executable, device.stream()));
    }

    private void guarded(Consumer<Driver> action) {
        try {
            action.accept(device.entered());
        } catch (DriverException e) {
            throw device.failure(e, "graph");
        }
    }
}
