package tdsl.tensor.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;

/// Views of examples as views of all of them: axes are one further on.
final class ViewRules {
    private ViewRules() {}

    static void addTo(Map<String, BatchRule> rules) {
        rules.put("view", ViewRules::view);
        rules.put("permute", ViewRules::permute);
        rules.put("transpose", ViewRules::transpose);
        rules.put("squeeze", ViewRules::squeeze);
        rules.put("unsqueeze", call -> withFirst(call, call.args().with(1, call.axis(1, call.rank(0) + 1))));
        rules.put("expand", ViewRules::expand);
        rules.put(
                "flip",
                call -> withFirst(
                        call, call.args().with(1, shifted(call, call.args().integers(1), call.rank(0)))));
        rules.put("narrow", call -> withFirst(call, call.args().with(1, call.axis(1, call.rank(0)))));
        rules.put("index_view", ViewRules::indexView);
    }

    private static Object withFirst(BatchedCall call, Args args) {
        return call.call(args.with(0, call.values(0)));
    }

    /// Axes of one example, counted in all.
    static long[] shifted(BatchedCall call, long[] axes, int rank) {
        return Arrays.stream(Shapes.axes(call.op().name(), axes, rank))
                .mapToLong(axis -> axis + 1L)
                .toArray();
    }

    private static Object view(BatchedCall call) {
        long[] shape =
                call.args().tensor(0).layout().resolveShape("view", call.args().integers(1));
        return withFirst(call, call.args().with(1, call.withExamples(shape)));
    }

    private static Object permute(BatchedCall call) {
        long[] axes = shifted(call, call.args().integers(1), call.rank(0));
        long[] all = new long[axes.length + 1];
        System.arraycopy(axes, 0, all, 1, axes.length);
        return withFirst(call, call.args().with(1, all));
    }

    private static Object transpose(BatchedCall call) {
        int rank = call.rank(0);
        return withFirst(call, call.args().with(1, call.axis(1, rank)).with(2, call.axis(2, rank)));
    }

    private static Object squeeze(BatchedCall call) {
        Tensor example = call.args().tensor(0);
        long[] axes = call.args().integers(1);
        if (axes == null) {
            List<Long> ones = new ArrayList<>();
            for (int axis = 0; axis < example.rank(); axis++) {
                if (example.size(axis) == 1) {
                    ones.add((long) axis);
                }
            }
            axes = ones.stream().mapToLong(Long::longValue).toArray();
        }
        return withFirst(call, call.args().with(1, shifted(call, axes, example.rank())));
    }

    private static Object expand(BatchedCall call) {
        long[] shape = call.args().integers(1);
        Tensor padded = call.padded(call.args().tensor(0), shape.length);
        return call.call(call.args().with(0, padded).with(1, call.withExamples(shape)));
    }

    private static Object indexView(BatchedCall call) {
        List<Object> items = new ArrayList<>(List.of(IndexItem.Slice.ALL));
        items.addAll((List<?>) call.args().value(1));
        return withFirst(call, call.args().with(1, items));
    }

    /// A view without a rule: the layout of one example, repeated for all.
    static Object anyView(BatchedCall call) {
        // Gradients of arbitrary layouts are those of contiguous storage.
        Tensor all = call.values(0).contiguous();
        Tensor example = call.wrap(all);
        Layout one = call.op().viewLayout(call.args().with(0, example));
        long[] strides = call.withExamples(one.strides());
        strides[0] = all.layout().stride(0);
        long offset = one.offset() - all.layout().offset();
        return call.wrap(all.strided_view(Layout.strided(call.withExamples(one.shape()), strides, offset)));
    }
}
