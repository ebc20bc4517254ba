package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tdsl.tensor.GradMode;
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
            return Optional.of(args -> callBelow(op, args));
        }
        return Optional.of(args -> call(op, args));
    }

    /// Whatever ops the kernel itself is made of, this call is recorded as one.
    private static Object callBelow(Op op, Args args) {
        boolean previous = GradMode.set(false);
        try {
            return op.callBelow(DispatchKey.AUTOGRAD, args);
        } finally {
            GradMode.set(previous);
        }
    }

    private static Object call(Op op, Args args) {
        Recording recording = new Recording(op, args);
        Object result = callBelow(op, args);
        if (!recording.isNeeded()) {
            return result;
        }
        List<Tensor> outputs = outputsOf(result);
        if (GradMode.detectsAnomalies()) {
            Anomalies.checkForward(op, args, outputs);
        }
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
        Recording recording = new Recording(op, withOldValues(op, args));
        if (recording.isNeeded() && !target.dtype().isFloating()) {
            throw new GradException(
                    "%s: %s cannot hold a result that requires a gradient", op.name(), target.describe());
        }
        callBelow(op, args);
        if (recording.isNeeded()) {
            if (GradMode.detectsAnomalies()) {
                Anomalies.checkForward(op, recording.args, List.of(target));
            }
            OpNode node = recording.node(1);
            History.rebase(target, node);
            if (op.savesOutput()) {
                node.saveOutputs(List.of(target));
            }
        }
        return target;
    }

    /// Rules that read the old value of the target get a copy, which the change does not reach.
    private static Args withOldValues(Op op, Args args) {
        Args recorded = args;
        for (int i = 0; i < args.count(); i++) {
            if (args.value(i) instanceof Tensor tensor
                    && tensor.storage() == args.tensor(0).storage()
                    && op.savesArgument(i)) {
                recorded = recorded.with(i, tensor.clone());
            }
        }
        return recorded;
    }

    /// The inputs of a call as they were before it ran.
    private static final class Recording {
        private final Op op;
        private final Args args;
        private final List<OpNode.InputInfo> inputs = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final List<Tensor> tensors = new ArrayList<>();
        private final List<OpNode.Listed> listed = new ArrayList<>();
        private boolean needed;

        Recording(Op op, Args args) {
            this.op = op;
            this.args = args;
            for (int i = 0; i < args.count(); i++) {
                if (args.value(i) instanceof Tensor tensor) {
                    add(i, tensor);
                } else if (args.value(i) instanceof List<?> list) {
                    addAll(i, list);
                }
            }
        }

        /// Only a list in the first place has gradients; rules find the tensors of others among the plain arguments.
        private void addAll(int argument, List<?> list) {
            for (Object element : list) {
                if (element instanceof Tensor tensor) {
                    if (argument == 0) {
                        add(argument, tensor);
                    } else {
                        listed.add(new OpNode.Listed(argument, new SavedTensor(tensor)));
                    }
                }
            }
        }

        private void add(int argument, Tensor tensor) {
            Edge edge = History.edge(tensor);
            needed |= edge != null;
            inputs.add(new OpNode.InputInfo(argument, tensor.shape(), tensor.dtype(), tensor.device()));
            edges.add(edge);
            tensors.add(tensor);
        }

        boolean isNeeded() {
            return needed;
        }

        /// Saves what the rules read. Only here, since hooks are asked about what is really kept.
        private SavedTensor[] saved() {
            SavedTensor[] saved = new SavedTensor[tensors.size()];
            for (int i = 0; i < saved.length; i++) {
                if (op.savesArgument(inputs.get(i).argument())) {
                    saved[i] = SavedTensor.of(tensors.get(i));
                }
            }
            return saved;
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
                    saved(),
                    listed,
                    outputCount);
        }
    }
}
