package tdsl.tensor.cuda;

import java.util.List;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.device.CudaDevices;
import tdsl.tensor.cuda.driver.DriverException;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.DeviceException;

/// What stands between a call and the kernels here: all operands must be on one device, and a failure of the driver
/// names the op.
final class Guard {
    private Guard() {}

    static Kernel of(Op op, Kernel kernel) {
        // A copy may be one between devices.
        boolean mixes = op.name().equals("copy_");
        return args -> {
            Device device = mixes ? args.device() : commonDevice(op, args);
            try {
                return kernel.run(args);
            } catch (DriverException e) {
                throw CudaDevices.system()
                        .get(device != null ? device : requested(args))
                        .failure(e, op.name());
            }
        };
    }

    /// Numbers may be on the processor, whose values are passed to kernels directly.
    private static Device commonDevice(Op op, Args args) {
        Device common = args.device();
        for (int i = 0; i < args.count(); i++) {
            if (args.value(i) instanceof Tensor tensor) {
                require(op, common, tensor, op.isMutating() && i == 0);
            } else if (args.value(i) instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Tensor tensor) {
                        require(op, common, tensor, false);
                    }
                }
            }
        }
        return common;
    }

    /// Where a call without tensors runs.
    private static Device requested(Args args) {
        for (int i = 0; i < args.count(); i++) {
            if (args.value(i) instanceof Device device) {
                return device;
            }
        }
        return DefaultDevice.get();
    }

    private static void require(Op op, Device common, Tensor tensor, boolean target) {
        boolean isNumber = tensor.rank() == 0 && tensor.device() == Device.CPU && !target;
        if (tensor.device() != common && !isNumber) {
            throw new DeviceException(
                            "%s: operands are on different devices: %s is on %s, others on %s",
                            op.name(), tensor.describe(), tensor.device(), common)
                    .withHint("x.to(\"%s\") copies a tensor there", common);
        }
    }
}
