package tdsl.tensor.dispatch;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// The arguments of one call, complete and in the order of the op's signature.
public final class Args {
    private final Object[] values;

    public Args(Object... values) {
        this.values = values;
    }

    public int count() {
        return values.length;
    }

    public boolean isNull(int index) {
        return values[index] == null;
    }

    public Tensor tensor(int index) {
        return (Tensor) values[index];
    }

    /// A list of tensors; where the signature says `Tensor?[]` its elements may be null.
    @SuppressWarnings("unchecked")
    public List<Tensor> tensors(int index) {
        return (List<Tensor>) values[index];
    }

    public long integer(int index) {
        return (Long) values[index];
    }

    public long integerOr(int index, long absent) {
        return values[index] == null ? absent : (Long) values[index];
    }

    /// Several integers, such as a shape or axes; null where the signature allows `none` and it was given.
    public long[] integers(int index) {
        return (long[]) values[index];
    }

    public double real(int index) {
        return values[index] instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) values[index]).doubleValue();
    }

    public boolean flag(int index) {
        return (Boolean) values[index];
    }

    public String text(int index) {
        return (String) values[index];
    }

    public DType dtypeOr(int index, DType absent) {
        return values[index] == null ? absent : (DType) values[index];
    }

    public Device deviceOr(int index, Device absent) {
        return values[index] == null ? absent : (Device) values[index];
    }

    public Object value(int index) {
        return values[index];
    }

    public <T> T value(int index, Class<T> type) {
        return type.cast(values[index]);
    }

    /// Where the tensors among the arguments are: a device other than the processor if one is there, since plain
    /// numbers are on the processor. Null if there is no tensor.
    public Device device() {
        Device device = null;
        for (Object value : values) {
            if (value instanceof Tensor tensor) {
                device = further(device, tensor);
            } else if (value instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Tensor tensor) {
                        device = further(device, tensor);
                    }
                }
            }
        }
        // What is traced has constants, which are on the processor.
        return device == Device.TRACE ? Device.CPU : device;
    }

    private static Device further(Device device, Tensor tensor) {
        return device == null || device == Device.CPU ? tensor.device() : device;
    }

    /// The same arguments with one of them replaced.
    public Args with(int index, Object value) {
        Object[] changed = values.clone();
        changed[index] = value;
        return new Args(changed);
    }

    /// All arguments, as {@link Op#call} takes them.
    public Object[] toArray() {
        return values.clone();
    }

    Object[] values() {
        return values;
    }
}
