package tdsl.tensor.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// Prints tensors as PyTorch does with its default options: nested brackets, aligned columns, lines of 80
/// characters, and only the edges of a tensor with more than 1000 elements.
public final class TensorFormat {
    static final int LINE_WIDTH = 80;
    private static final String PREFIX = "tensor(";

    private TensorFormat() {}

    /// Reads no more elements than the text shows.
    public static String format(Tensor tensor) {
        if (tensor.batch() != null) {
            return "one of %d examples of %s"
                    .formatted(tensor.batch().size(), format(tensor.batch().values()));
        }
        StringBuilder text = new StringBuilder(PREFIX);
        if (tensor.elementCount() == 0) {
            text.append("[]");
        } else {
            new TensorBody(tensor.on(Device.CPU), PREFIX.length()).appendTo(text);
        }
        appendSuffixes(text, suffixes(tensor));
        return text.append(')').toString();
    }

    private static List<String> suffixes(Tensor tensor) {
        List<String> suffixes = new ArrayList<>();
        boolean empty = tensor.elementCount() == 0;
        if (empty && tensor.rank() != 1) {
            suffixes.add("size=" + sizes(tensor.shape()));
        }
        if (!isImplied(tensor.dtype(), empty)) {
            suffixes.add("dtype=" + tensor.dtype());
        }
        if (tensor.device() != Device.CPU) {
            suffixes.add("device=" + tensor.device());
        }
        if (!tensor.isLeaf()) {
            suffixes.add("grad_fn=<" + tensor.autograd().node().name() + ">");
        } else if (tensor.requiresGrad()) {
            suffixes.add("requires_grad=true");
        }
        return suffixes;
    }

    /// Whether the printed elements alone say the dtype.
    private static boolean isImplied(DType dtype, boolean empty) {
        return dtype == DType.FLOAT32 || (!empty && dtype == DType.defaultOf(dtype.category()));
    }

    private static String sizes(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    private static void appendSuffixes(StringBuilder text, List<String> suffixes) {
        // PyTorch counts two characters more than the line has, for the ", " that it is about to write.
        int lineLength = text.length() - (text.lastIndexOf("\n") + 1) + 2;
        for (String suffix : suffixes) {
            if (lineLength + suffix.length() + 2 > LINE_WIDTH) {
                text.append(",\n").repeat(' ', PREFIX.length()).append(suffix);
                lineLength = PREFIX.length() + suffix.length();
            } else {
                text.append(", ").append(suffix);
                lineLength += suffix.length() + 2;
            }
        }
    }
}
