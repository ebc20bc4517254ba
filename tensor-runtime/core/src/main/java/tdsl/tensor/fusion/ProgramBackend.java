package tdsl.tensor.fusion;

import tdsl.tensor.Device;

/// A device's way to run programs, found through {@link java.util.ServiceLoader}.
public interface ProgramBackend {
    Device.Kind device();

    /// Makes a program ready to run.
    ProgramKernel compile(PointwiseProgram program);
}
