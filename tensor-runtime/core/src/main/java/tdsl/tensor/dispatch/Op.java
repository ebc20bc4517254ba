package tdsl.tensor.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.GradMode;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.error.TypeException;

/// One operation: its declaration (what a row of the op table says) and its kernels, an array indexed by
/// dispatch key.
///
/// Rows build an op with the methods under "declaration"; the generated index then gives it its signature,
/// and from that moment it can be called.
public final class Op {
    /// For arguments that have no gradient, such as indices and conditions.
    public static final GradRule NO_GRADIENT = _ -> null;

    private Signature signature;
    private String documentation;
    private Op inPlaceBase;
    private final Kernel[] kernels = new Kernel[DispatchKey.COUNT];

    private Kernel composite;
    private Function<Args, Layout> view;
    private TypeRule pointwise;
    private boolean mutating;
    private boolean random;
    private volatile boolean replaced;
    private List<GradRule> gradRules = List.of();
    private GradListRule gradListRule;
    private List<String> saves = List.of();
    private Autocast autocast;
    private String onnx;
    private Supplier<Samples> samples;
    private Supplier<Op> alternative;

    private Op() {}

    // ---- declaration ----

    /// A new op, to be described by the methods below.
    public static Op op() {
        return new Op();
    }

    /// The op is a formula of other ops, on every device. Its gradient follows from theirs, unless the row has
    /// rules.
    ///
    /// A backend may have a kernel that computes it faster; that runs where no gradient is recorded.
    public Op composite(Kernel formula) {
        composite = formula;
        return this;
    }

    /// The op returns a view of its first argument with this layout, on every device.
    public Op view(Function<Args, Layout> layout) {
        view = layout;
        return this;
    }

    /// The op works element by element on its broadcast tensor arguments.
    public Op pointwise(TypeRule rule) {
        pointwise = rule;
        return this;
    }

    /// The op writes its result into its first argument.
    public Op mutating() {
        mutating = true;
        return this;
    }

    /// The op draws random numbers from the generator.
    public Op random() {
        random = true;
        return this;
    }

    /// One rule per tensor argument, in order.
    public Op grad(GradRule... rules) {
        gradRules = List.of(rules);
        return this;
    }

    /// The rule of an op whose first argument is a list of tensors.
    public Op gradOfList(GradListRule rule) {
        gradListRule = rule;
        return this;
    }

    /// The tensors that the gradient rules read: names of parameters, and `out` for the outputs.
    public Op saves(String... names) {
        saves = List.of(names);
        return this;
    }

    /// The dtype of the operands in mixed precision; without this, whatever they have.
    public Op autocast(Autocast precision) {
        autocast = precision;
        return this;
    }

    /// The ONNX operator with the same meaning and argument order.
    public Op onnx(String operator) {
        onnx = operator;
        return this;
    }

    /// Arguments for the generated tests of values and gradients.
    public Op samples(Supplier<Samples> arguments) {
        samples = arguments;
        return this;
    }

    /// Calls with arguments that this op does not take are calls of another one, where that takes them: how an op
    /// has two signatures, such as `max(input, dim)` and `max(input, other)`.
    public Op otherwise(Supplier<Op> other) {
        alternative = other;
        return this;
    }

    /// Completes a row; called once, by the generated index.
    public Op bind(Signature boundSignature, String boundDocumentation) {
        if (signature != null) {
            throw new IllegalStateException(signature.name() + " is bound already");
        }
        signature = boundSignature;
        documentation = boundDocumentation;
        return this;
    }

    /// Completes an op that is made at run time, and not by a row of the op table.
    ///
    /// @param signatureText as in the op table: `softsign(input: Tensor) -> Tensor`
    /// @param description   Markdown
    public Op declared(String signatureText, String description) {
        return bind(SignatureText.parse(signatureText), description);
    }

    /// Makes a kernel that of this op under a key, in the place of the one that it has, for the whole
    /// process. Fused expressions, which do not call kernels, leave the op out from then on.
    public void install(DispatchKey key, Kernel kernel) {
        replaced = true;
        kernels[key.ordinal()] = KernelResolver.guarded(this, key, kernel);
    }

    /// The variant that writes its result into its first argument, named with a trailing underscore.
    public Op inPlaceVariant() {
        Op variant = new Op();
        variant.inPlaceBase = this;
        variant.mutating = true;
        variant.pointwise = pointwise;
        variant.gradRules = gradRules;
        variant.saves = saves;
        variant.bind(
                new Signature(signature.name() + "_", signature.parameters(), signature.result()),
                documentation + " Writes the result into `"
                        + signature.parameters().getFirst().name() + "`.");
        return variant;
    }

    // ---- properties ----

    public String name() {
        return signature.name();
    }

    public Signature signature() {
        return signature;
    }

    /// Markdown, from the comment above the row.
    public String documentation() {
        return documentation;
    }

    public boolean isComposite() {
        return composite != null;
    }

    public boolean isView() {
        return view != null;
    }

    /// The op of the calls that do not fit the signature but another one; see {@link #otherwise}.
    public Optional<Op> alternative() {
        return Optional.ofNullable(alternative).map(Supplier::get);
    }

    /// How operand dtypes combine, for an op that works element by element.
    public Optional<TypeRule> pointwise() {
        return Optional.ofNullable(pointwise);
    }

    public boolean isMutating() {
        return mutating;
    }

    /// Whether a kernel was installed in the place of one of its own.
    public boolean hasInstalledKernel() {
        return replaced;
    }

    /// The op whose result this one writes in place; empty for all others.
    public Optional<Op> inPlaceBase() {
        return Optional.ofNullable(inPlaceBase);
    }

    /// Whether this op itself draws random numbers; one that is made of others leaves that to them.
    public boolean isRandom() {
        return random;
    }

    public List<GradRule> gradRules() {
        return gradRules;
    }

    public Optional<GradListRule> gradListRule() {
        return Optional.ofNullable(gradListRule);
    }

    /// True if results depend differentiably on some argument by a rule of this row.
    public boolean hasGradient() {
        return gradListRule != null || !gradRules.isEmpty();
    }

    public boolean savesOutput() {
        return saves.contains("out");
    }

    public boolean savesArgument(int index) {
        return saves.contains(signature.parameters().get(index).name());
    }

    public Optional<String> onnx() {
        return Optional.ofNullable(onnx);
    }

    public Optional<Samples> samples() {
        return Optional.ofNullable(samples).map(Supplier::get);
    }

    // ---- calling ----

    /// Calls the op with arguments that are complete and in the order of the signature.
    public Object call(Object... arguments) {
        return CallModes.areUsed() ? CallModes.call(this, arguments) : run(arguments);
    }

    /// Calls the op, whatever is done around calls.
    Object run(Object[] arguments) {
        // A formula may call as many ops as an argument says.
        Checkpoint.pass();
        Args args = new Args(arguments);
        return call(autocast == null ? args : autocast.applied(args), ~0);
    }

    /// Calls the op with arguments as a user writes them.
    public Object callNamed(List<?> positional, Map<String, ?> named) {
        return prepare(positional, named).run();
    }

    /// A call with arguments as a user writes them, of this op or of its alternative.
    ///
    /// @throws TypeException about the parameters of this op, if neither takes the arguments
    public PreparedCall prepare(List<?> positional, Map<String, ?> named) {
        try {
            return new PreparedCall(this, signature.bind(positional, named));
        } catch (TypeException misfit) {
            if (alternative == null) {
                throw misfit;
            }
            try {
                return alternative.get().prepare(positional, named);
            } catch (TypeException _) {
                throw misfit;
            }
        }
    }

    /// Checks a call whose arguments are not known, as {@link Signature#check}, of this op or of its alternative.
    public void check(int positionalCount, List<String> names) {
        try {
            signature.check(positionalCount, names);
        } catch (TypeException misfit) {
            if (alternative == null) {
                throw misfit;
            }
            try {
                alternative.get().check(positionalCount, names);
            } catch (TypeException _) {
                throw misfit;
            }
        }
    }

    /// An op and its arguments, complete and in the order of its signature.
    public record PreparedCall(Op op, Object[] arguments) {
        public Object run() {
            return op.call(arguments);
        }
    }

    /// Runs the kernel of the highest key below `key`: how a backend passes a call on.
    public Object callBelow(DispatchKey key, Args args) {
        return call(args, key.bit() - 1);
    }

    private Object call(Args args, int allowed) {
        int keys = keysOf(args.values()) & allowed;
        if ((keys & DispatchKey.AUTOGRAD.bit()) != 0 && !GradMode.isEnabled()) {
            keys &= ~DispatchKey.AUTOGRAD.bit();
        }
        if (random && GradMode.current().batchLevel() != null) {
            // A mapping over examples has a say in it, even if no argument is one.
            keys |= DispatchKey.BATCH.bit() & allowed;
        }
        int index = DispatchKey.highest(keys);
        Kernel kernel = kernels[index];
        if (kernel == null) {
            kernel = KernelResolver.resolve(this, DispatchKey.values()[index]);
            kernels[index] = kernel;
        }
        return kernel.run(args);
    }

    private static int keysOf(Object[] values) {
        int keys = 0;
        for (Object value : values) {
            if (value instanceof Tensor tensor) {
                keys |= tensor.dispatchKeys();
            } else if (value instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Tensor tensor) {
                        keys |= tensor.dispatchKeys();
                    }
                }
            }
        }
        return keys != 0 ? keys : keyOf(deviceOf(values)).bit();
    }

    /// Where a call without tensors runs: on the device that it names, or the default one.
    private static Device deviceOf(Object[] values) {
        for (Object value : values) {
            if (value instanceof Device device) {
                return device;
            }
        }
        return DefaultDevice.get();
    }

    /// The key of the kernels for tensors on `device`.
    public static DispatchKey keyOf(Device device) {
        return switch (device.kind()) {
            case CPU -> DispatchKey.CPU;
            case CUDA -> DispatchKey.CUDA;
            case TRACE -> DispatchKey.TRACE;
        };
    }

    Kernel compositeKernel() {
        return composite;
    }

    /// The layout of the result of an op that returns a view.
    public Layout viewLayout(Args args) {
        return view.apply(args);
    }

    /// Runs the formula of an op that is made of others.
    public Object callFormula(Args args) {
        return composite.run(args);
    }

    Kernel viewKernel() {
        return args -> args.tensor(0).viewAs(view.apply(args));
    }

    /// The dtype in which a pointwise op computes these operands.
    public DType computeDType(Tensor... operands) {
        return pointwise.compute(name(), TypeRule.promote(operands));
    }

    @Override
    public String toString() {
        return signature == null ? "op (unbound)" : signature.toString();
    }
}
