package tdsl.tensor.autograd.hooks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.SavedTensor;
import tdsl.tensor.error.GradException;
import tdsl.tensor.random.Generator;

/// Saves memory for time: what a function saves for backward is dropped, and computed again by a second run
/// of the function when a backward pass needs it. As PyTorch's `checkpoint` with `use_reentrant=False`: any
/// output may be used, tensors from outside get gradients too, and checkpoints may lie within checkpoints.
public final class Checkpoint {
    private Checkpoint() {}

    /// Calls a function, which must do the same when it is called again with the same arguments.
    ///
    /// @param arguments tensors and other values
    public static <T> T call(Function<Object[], T> function, Object... arguments) {
        return GradMode.isEnabled() ? new Run<>(function, arguments).first() : function.apply(arguments);
    }

    private record Description(long[] shape, DType dtype) {
        static Description of(Tensor tensor) {
            return new Description(tensor.shape(), tensor.dtype());
        }

        boolean fits(Tensor tensor) {
            return tensor.dtype() == dtype && tensor.layout().hasShape(shape);
        }

        @Override
        public String toString() {
            return dtype.label() + Shapes.format(shape);
        }
    }

    /// One call. What is saved in it is known by its number: the function saves in the same order each time.
    private static final class Run<T> implements SavedTensorHooks {
        private final Function<Object[], T> function;
        /// Tensors as saved for backward, by the hooks around this call; other values as they are.
        private final Object[] arguments;

        private final Generator.Stream random = Generator.standard().reserve(0);
        private final List<Description> saved = new ArrayList<>();
        private final Map<Integer, Tensor> computedAgain = new HashMap<>();
        private boolean isComplete;

        Run(Function<Object[], T> function, Object[] arguments) {
            this.function = function;
            this.arguments = arguments.clone();
        }

        T first() {
            Object[] given = arguments.clone();
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = arguments[i] instanceof Tensor tensor ? SavedTensor.of(tensor) : arguments[i];
            }
            T result = around(() -> function.apply(given));
            isComplete = true;
            return result;
        }

        @Override
        public synchronized Object pack(Tensor tensor) {
            saved.add(Description.of(tensor));
            return saved.size() - 1;
        }

        @Override
        public synchronized Tensor unpack(Object number) {
            Tensor value = computedAgain.remove(number);
            if (value != null) {
                return value;
            }
            again();
            return computedAgain.remove(number);
        }

        @Override
        public synchronized void release(Object number) {
            computedAgain.remove(number);
        }

        private void again() {
            Object[] given = arguments.clone();
            for (int i = 0; i < given.length; i++) {
                if (given[i] instanceof SavedTensor tensor) {
                    given[i] = tensor.get("checkpoint", null, "its argument " + (i + 1));
                }
            }
            Generator.Stream outside = Generator.standard().reserve(0);
            Generator.standard().resume(random);
            boolean recording = GradMode.set(true);
            Collector collector = new Collector();
            try {
                collector.around(() -> function.apply(given));
            } finally {
                GradMode.set(recording);
                Generator.standard().resume(outside);
            }
            if (isComplete && collector.count != saved.size()) {
                throw differs("%d tensors were saved at first, and %d".formatted(saved.size(), collector.count));
            }
        }

        private static GradException differs(String how) {
            GradException error = new GradException("checkpoint: %s when the function ran again", how);
            error.withHint("the function must do the same each time that it is called with the same arguments");
            return error;
        }

        /// Takes what the second run saves.
        private final class Collector implements SavedTensorHooks {
            private int count;

            @Override
            public Object pack(Tensor tensor) {
                int number = count++;
                if (number < saved.size()) {
                    if (!saved.get(number).fits(tensor)) {
                        throw differs("tensor %d that was saved is %s, and was %s"
                                .formatted(number, tensor.describe(), saved.get(number)));
                    }
                    computedAgain.put(number, tensor);
                }
                return tensor;
            }

            @Override
            public Tensor unpack(Object packed) {
                return (Tensor) packed;
            }
        }
    }
}
