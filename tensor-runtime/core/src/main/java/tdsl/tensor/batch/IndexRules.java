package tdsl.tensor.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;

/// Choosing and changing elements by positions.
final class IndexRules {
    private IndexRules() {}

    static void addTo(Map<String, BatchRule> rules) {
        rules.put("index_get", IndexRules::indexGet);
        rules.put("index_select", IndexRules::indexSelect);
        rules.put("gather", IndexRules::gather);
        rules.put("index_add_", IndexRules::indexAdd);
        rules.put("scatter_add_", IndexRules::scatterAdd);
    }

    private static Object indexGet(BatchedCall call) {
        List<Tensor> indices = call.args().tensors(1);
        if (indices.stream().anyMatch(call.examples()::differ)) {
            return EachExample.call(call);
        }
        List<Tensor> all = new ArrayList<>();
        all.add(null);
        all.addAll(indices);
        Tensor chosen = call.values(0).index_get(all);
        // Where other axes lie between the indexed ones, the new axes have come before that of the examples.
        return call.wrap(areAdjacent(indices) ? chosen : chosen.movedim(new long[] {commonRank(indices)}, 0));
    }

    private static boolean areAdjacent(List<Tensor> indices) {
        int first = -1;
        int last = -1;
        int count = 0;
        for (int i = 0; i < indices.size(); i++) {
            if (indices.get(i) != null) {
                first = first < 0 ? i : first;
                last = i;
                count++;
            }
        }
        return last - first + 1 == count;
    }

    private static int commonRank(List<Tensor> indices) {
        return indices.stream()
                .mapToInt(index -> index == null ? 0 : index.rank())
                .max()
                .orElse(0);
    }

    private static Object indexSelect(BatchedCall call) {
        return call.isBatched(2)
                ? EachExample.call(call)
                : call.wrap(call.values(0)
                        .index_select(call.axis(1, call.rank(0)), call.args().tensor(2)));
    }

    private static Object gather(BatchedCall call) {
        return call.rank(0) == 0
                ? EachExample.call(call)
                : call.wrap(call.allValues(0).gather(call.axis(1, call.rank(0)), call.allValues(2)));
    }

    private static Object indexAdd(BatchedCall call) {
        if (call.isBatched(2)) {
            return EachExample.call(call);
        }
        return intoTarget(call, call.args());
    }

    private static Object scatterAdd(BatchedCall call) {
        if (call.rank(0) == 0) {
            return EachExample.call(call);
        }
        return intoTarget(call, call.args().with(2, call.allValues(2)));
    }

    /// Calls an op that adds its fourth argument to its first along the axis in the second.
    private static Object intoTarget(BatchedCall call, Args args) {
        Args all =
                args.with(0, call.target()).with(1, call.axis(1, call.rank(0))).with(3, call.allValues(3));
        call.op().call(all.toArray());
        return call.args().tensor(0);
    }
}
