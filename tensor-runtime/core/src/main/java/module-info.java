/// Tensors: storage and views, the op table, autograd, and kernels for the CPU.
@SuppressWarnings("module") // a backend that internals are exported to is compiled later
module tdsl.tensor {
    requires java.logging;
    requires java.management;
    requires jdk.management;
    requires org.bytedeco.openblas;
    requires org.bytedeco.javacpp;
    requires static jdk.incubator.vector;

    exports tdsl.tensor;
    exports tdsl.tensor.autograd;
    exports tdsl.tensor.autograd.check;
    exports tdsl.tensor.autograd.function;
    exports tdsl.tensor.autograd.hooks;
    exports tdsl.tensor.autograd.transform;
    exports tdsl.tensor.batch;
    exports tdsl.tensor.device;
    exports tdsl.tensor.dispatch;
    exports tdsl.tensor.error;
    exports tdsl.tensor.formula;
    exports tdsl.tensor.formula.math;
    exports tdsl.tensor.fusion;
    exports tdsl.tensor.io;
    exports tdsl.tensor.library;
    exports tdsl.tensor.memory;
    exports tdsl.tensor.ops;
    exports tdsl.tensor.ops.operand;
    exports tdsl.tensor.ops.linalg to
            tdsl.tensor.cuda;
    exports tdsl.tensor.ops.neural to
            tdsl.tensor.cuda;
    exports tdsl.tensor.ops.neural.convolution to
            tdsl.tensor.cuda;
    exports tdsl.tensor.ops.neural.pooling to
            tdsl.tensor.cuda;
    exports tdsl.tensor.random;
    exports tdsl.tensor.sparse;

    uses tdsl.tensor.device.DeviceRuntime;
    uses tdsl.tensor.dispatch.Backend;
    uses tdsl.tensor.fusion.ProgramBackend;
    uses tdsl.tensor.library.OpLibrary;

    provides tdsl.tensor.dispatch.Backend with
            tdsl.tensor.autograd.AutogradBackend,
            tdsl.tensor.batch.BatchBackend,
            tdsl.tensor.cpu.CpuBackend,
            tdsl.tensor.fusion.TraceBackend;
    provides tdsl.tensor.fusion.ProgramBackend with
            tdsl.tensor.cpu.fusion.CpuProgramBackend;
}
