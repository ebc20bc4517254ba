package tdsl.tensor.cpu.fusion;

import tdsl.tensor.Device;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.ProgramBackend;
import tdsl.tensor.fusion.ProgramKernel;

/// Runs pointwise programs on the processor.
public final class CpuProgramBackend implements ProgramBackend {
    public CpuProgramBackend() {}

    @Override
    public Device.Kind device() {
        return Device.Kind.CPU;
    }

    @Override
    public ProgramKernel compile(PointwiseProgram program) {
        return new BlockProgram(program);
    }
}
