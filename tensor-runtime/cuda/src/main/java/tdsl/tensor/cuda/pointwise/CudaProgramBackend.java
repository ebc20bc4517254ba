package tdsl.tensor.cuda.pointwise;

import tdsl.tensor.Device;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.ProgramBackend;
import tdsl.tensor.fusion.ProgramKernel;

/// Runs pointwise programs on GPUs, each as one kernel.
public final class CudaProgramBackend implements ProgramBackend {
    public CudaProgramBackend() {}

    @Override
    public Device.Kind device() {
        return Device.Kind.CUDA;
    }

    @Override
    public ProgramKernel compile(PointwiseProgram program) {
        return new CompiledProgram(program);
    }
}
