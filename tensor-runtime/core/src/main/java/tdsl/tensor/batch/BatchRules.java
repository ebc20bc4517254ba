package tdsl.tensor.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.Tensors;

/// The rules of ops whose examples are computed in one call, by the names of the ops.
final class BatchRules {
    private static final Map<String, BatchRule> RULES = new HashMap<>();

    static {
        ViewRules.addTo(RULES);
        IndexRules.addTo(RULES);
        for (String reduction : List.of("sum", "prod", "amax", "amin", "any", "all")) {
            RULES.put(reduction, BatchRules::reduction);
        }
        for (String reduction : List.of("argmax", "argmin")) {
            RULES.put(reduction, BatchRules::reductionOfOneAxis);
        }
        for (String along : List.of("softmax", "log_softmax", "cumsum", "cumprod", "argsort")) {
            RULES.put(along, BatchRules::alongAxis);
        }
        for (String like : List.of("zeros_like", "ones_like", "empty_like", "full_like", "clone", "cast")) {
            RULES.put(like, BatchRules::likeFirst);
        }
        RULES.put("mm", call -> call.wrap(call.values(0).matmul(call.values(1))));
        RULES.put("bmm", call -> call.wrap(call.values(0).matmul(call.values(1))));
        RULES.put("addmm", BatchRules::addProduct);
        RULES.put("baddbmm", BatchRules::addProduct);
        RULES.put(
                "new_zeros",
                call -> likeFirst(
                        call, call.args().with(1, call.withExamples(call.args().integers(1)))));
        RULES.put("copy_", BatchRules::copy);
        RULES.put("cat", BatchRules::cat);
    }

    private BatchRules() {}

    /// Null if the op has none.
    static BatchRule find(Op op) {
        BatchRule rule = RULES.get(op.name());
        if (rule == null && op.pointwise().isPresent() && !op.isComposite()) {
            return op.isMutating() && !op.hasGradient() ? null : BatchRules::pointwise;
        }
        return rule == null && op.isView() ? ViewRules::anyView : rule;
    }

    /// Axes of examples are lined up by adding axes of size 1 behind the first.
    private static Object pointwise(BatchedCall call) {
        List<Tensor> operands = call.op().name().equals("where") ? selection(call) : call.operands(0);
        int rank = operands.stream().mapToInt(Tensor::rank).max().orElse(0);
        if (call.op().isMutating()) {
            call.target();
        }
        Object[] values =
                operands.stream().map(tensor -> call.padded(tensor, rank)).toArray();
        Tensor result = (Tensor) call.op().call(values);
        return call.op().isMutating() ? call.args().tensor(0) : call.wrap(result);
    }

    /// The condition has no part in the dtype.
    private static List<Tensor> selection(BatchedCall call) {
        List<Tensor> operands = new ArrayList<>(List.of(call.args().tensor(0)));
        operands.addAll(call.operands(1));
        return operands;
    }

    private static Object reduction(BatchedCall call) {
        Args args = call.args();
        int rank = call.rank(0);
        if (rank == 0) {
            return call.call(args.with(0, call.values(0).unsqueeze(1))
                    .with(1, new long[] {1})
                    .with(2, false));
        }
        long[] axes = args.isNull(1) ? IntStream.range(0, rank).asLongStream().toArray() : args.integers(1);
        return call.call(args.with(0, call.values(0)).with(1, ViewRules.shifted(call, axes, rank)));
    }

    private static Object reductionOfOneAxis(BatchedCall call) {
        Args args = call.args();
        if (!args.isNull(1) && call.rank(0) > 0) {
            return call.call(args.with(0, call.values(0)).with(1, call.axis(1, call.rank(0))));
        }
        Tensor flat = call.values(0).reshape(call.size(), -1);
        Tensor result = call.call(args.with(0, flat).with(1, 1L).with(2, false));
        long[] ones = new long[call.rank(0)];
        Arrays.fill(ones, 1);
        return args.flag(2) ? result.reshape(ones) : result;
    }

    private static Object alongAxis(BatchedCall call) {
        if (call.rank(0) == 0) {
            Tensor result =
                    call.call(call.args().with(0, call.values(0).unsqueeze(1)).with(1, 1L));
            return result.squeeze(0);
        }
        return call.call(call.args().with(0, call.values(0)).with(1, call.axis(1, call.rank(0))));
    }

    private static Object addProduct(BatchedCall call) {
        Args args = call.args();
        Tensor product = args.tensor(1).matmul(args.tensor(2)).mul(args.real(4));
        return args.real(3) == 0 ? product : product.add(args.tensor(0).mul(args.real(3)));
    }

    private static Object likeFirst(BatchedCall call) {
        return call.isBatched(0) ? likeFirst(call, call.args()) : EachExample.call(call);
    }

    private static Object likeFirst(BatchedCall call, Args args) {
        return call.call(args.with(0, call.values(0)));
    }

    private static Object copy(BatchedCall call) {
        Tensor target = call.target();
        target.copy_(call.padded(call.args().tensor(1), call.rank(0)));
        return call.args().tensor(0);
    }

    private static Object cat(BatchedCall call) {
        List<Tensor> tensors = call.args().tensors(0);
        List<Tensor> all = tensors.stream().map(call.examples()::allValues).toList();
        return call.wrap(Tensors.cat(all, call.axis(1, tensors.getFirst().rank())));
    }
}
