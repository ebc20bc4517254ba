package tdsl.tensor.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.ops.Tensors;

class DefaultDeviceTest {
    @Test
    void namesOfDevices() {
        assertSame(Device.CPU, Device.parse("cpu"));
        assertSame(Device.cuda(0), Device.parse("cuda"));
        assertSame(Device.cuda(3), Device.parse("cuda:3"));
        assertEquals("cuda:3", Device.cuda(3).toString());
    }

    @Test
    void unknownNamesAreRefused() {
        for (String name : new String[] {"gpu", "cuda:", "cuda:-1", "cuda:64", "cpu:1", ""}) {
            assertThrows(DeviceException.class, () -> Device.parse(name), name);
        }
    }

    @Test
    void theDefaultHoldsForTheActionAlone() {
        assertSame(Device.CPU, DefaultDevice.get());
        assertSame(Device.cuda(1), DefaultDevice.with(Device.cuda(1), DefaultDevice::get));
        assertSame(Device.CPU, DefaultDevice.get());
    }

    @Test
    void aDeviceOfAKindWithoutSupportIsRefusedWithTheReason() {
        Tensor x = Tensors.ones(new long[] {3}, DType.FLOAT32);
        DeviceException error = assertThrows(DeviceException.class, () -> x.to("cuda"));
        assertTrue(error.getMessage().contains("this build has no support for such devices"), error.getMessage());
    }

    @Test
    void aFormulaMakesItsTensorsWhereItsOperandsAre() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        // The default device is not there at all; the operands are on the processor.
        Tensor lower = DefaultDevice.with(Device.cuda(0), () -> x.tril());
        assertEquals(x.tril().toList(), lower.toList());
    }

    @Test
    void aCopyStaysWhereItIs() {
        Tensor x = Tensor.of(new double[] {1, 2}, 2);
        assertSame(x, x.to("cpu"));
        assertSame(x, x.on(Device.CPU));
    }
}
