package tdsl.tensor.batch;

import java.util.Optional;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Backend;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.BatchedValueException;

/// Mapping over examples as one more backend: its kernels call the op for all examples at once where there is
/// a rule for that, and else for one after the other.
public final class BatchBackend implements Backend {
    public BatchBackend() {}

    @Override
    public DispatchKey key() {
        return DispatchKey.BATCH;
    }

    @Override
    public Optional<Kernel> kernel(Op op) {
        if (op.isRandom()) {
            return Optional.of(args -> RandomCalls.call(op, args));
        }
        BatchRule rule = BatchRules.find(op);
        if (rule != null) {
            return Optional.of(args -> rule.apply(new BatchedCall(op, args)));
        }
        if (op.inPlaceBase().isPresent() && !op.hasGradient()) {
            return Optional.empty();
        }
        if (!op.isComposite()) {
            return Optional.of(args -> EachExample.call(new BatchedCall(op, args)));
        }
        return op.name().endsWith("_") ? Optional.empty() : Optional.of(args -> byFormula(op, args));
    }

    /// A formula works on batched tensors as on others, unless it looks at values.
    private static Object byFormula(Op op, Args args) {
        try {
            return op.callFormula(args);
        } catch (BatchedValueException _) {
            return EachExample.call(new BatchedCall(op, args));
        }
    }
}
