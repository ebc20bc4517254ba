/// Kernels for NVIDIA GPUs.
@SuppressWarnings("requires-automatic") // JCuda has no module descriptor of its own
module tdsl.tensor.cuda {
    requires java.logging;
    requires jcuda;
    requires tdsl.tensor;

    provides tdsl.tensor.device.DeviceRuntime with
            tdsl.tensor.cuda.device.CudaRuntime;
    provides tdsl.tensor.dispatch.Backend with
            tdsl.tensor.cuda.CudaBackend;
    provides tdsl.tensor.fusion.ProgramBackend with
            tdsl.tensor.cuda.pointwise.CudaProgramBackend;
}
