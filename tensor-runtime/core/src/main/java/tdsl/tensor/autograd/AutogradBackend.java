package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Backend;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.GradException;

/// Autograd as one more backend: its kernels call the kernel below and record a node.
public final class AutogradBackend implements Backend {
    public AutogradBackend() {}

    @Override
    public DispatchKey key() {
        return DispatchKey.AUTOGRAD;
    }

    @Override
    public Optional<Kernel> kernel(Op op) {
        if (op.inPlaceBase().isPresent() && !op.hasGradient()) {
            return Optional.empty();
        }
        if (op.isMutating()) {
            return Optional.of(args -> callInPlace(op, args));
        }
        if (!op.hasGradient()) {
            return Optional.of(args -> op.callBelow(DispatchKey.AUTOGRAD, args));
        }
        return Optional.of(args -> call(op, args));
    }

    private static Object call(Op op, Args args) {
        Recording recording = new Recording(op, args);
        Object result = op.callBelow(DispatchKey.AUTOGRAD, args);
        if (!recording.isNeeded()) {
            return result;
        }
        List<Tensor> outputs = outputsOf(result);
        OpNode node = recording.node(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).dtype().isFloating()) {
                History.record(outputs.get(i), node, i);
            }
        }
        if (op.savesOutput()) {
            node.saveOutputs(outputs);
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private static List<Tensor> outputsOf(Object result) {
        return result instanceof Tensor single ? List.of(single) : (List<Tensor>) result;
    }

    private static Object callInPlace(Op op, Args args) {
        Tensor target = args.tensor(0);
        History.checkInPlace(op.name(), target);
        // Rules that read the old value of the target get a copy, which the change does not reach.
        Args recorded = op.savesArgument(0) ? args.with(0, target.clone()) : args;
        Recording recording = new Recording(op, recorded);
        if (recording.isNeeded() && !target.dtype().isFloating()) {
            throw new GradException(
                    "%s: %s cannot hold a result that requires a gradient", op.name(), target.describe());
        }
        op.callBelow(DispatchKey.AUTOGRAD, args);
        if (recording.isNeeded()) {
            OpNode node = recording.node(1);
            History.rebase(target, node);
            if (op.savesOutput()) {
                node.saveOutputs(List.of(target));
            }
        }
        return target;
    }

    /// The inputs of a call as they were before it ran.
    private static final class Recording {
        private final Op op;
        private final Args args;
        private final List<OpNode.InputInfo> inputs = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final List<SavedTensor> saved = new ArrayList<>();
        private boolean needed;

        Recording(Op op, Args args) {
            this.op = op;
            this.args = args;
            for (int i = 0; i < args.count(); i++) {
                if (args.value(i) instanceof Tensor tensor) {
                    add(i, tensor);
                } else if (args.value(i) instanceof List<?> list && i == 0) {
                    for (Object element : list) {
                        add(i, (Tensor) element);
                    }
                }
            }
        }

        private void add(int argument, Tensor tensor) {
            Edge edge = History.edge(tensor);
            needed |= edge != null;
            inputs.add(new OpNode.InputInfo(argument, tensor.shape(), tensor.dtype()));
            edges.add(edge);
            saved.add(op.savesArgument(argument) ? new SavedTensor(tensor) : null);
        }

        boolean isNeeded() {
            return needed;
        }

        OpNode node(int outputCount) {
            Object[] plain = new Object[args.count()];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = args.value(i) instanceof Tensor ? null : args.value(i);
            }
            return new OpNode(
                    op,
                    new Args(plain),
                    inputs.toArray(OpNode.InputInfo[]::new),
                    edges.toArray(Edge[]::new),
                    saved.toArray(SavedTensor[]::new),
                    outputCount);
        }
    }
}
