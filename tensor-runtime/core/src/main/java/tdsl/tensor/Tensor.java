package tdsl.tensor;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tdsl.tensor.autograd.AutogradState;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.autograd.Gradients;
import tdsl.tensor.autograd.History;
import tdsl.tensor.autograd.hooks.HookHandle;
import tdsl.tensor.batch.Batch;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.device.Transfers;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.BatchedValueException;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.format.TensorFormat;
import tdsl.tensor.ops.FluentOps;
import tdsl.tensor.ops.indexing.Indexing;

/// An n-dimensional array of one dtype: a layout over a storage, with what autograd needs to know.
/// Views share the storage of the tensor that they were made from.
///
/// The operations are inherited: one method per row of the op table.
public final class Tensor extends FluentOps {
    private final Storage storage;
    private final Layout layout;
    private final DType dtype;
    private final boolean weak;
    /// The tensor that owns the storage, for a view; null otherwise.
    private final Tensor base;

    /// For a tensor that stands for one of many examples, and then has no storage; null otherwise.
    private final Batch batch;

    private AutogradState autograd;
    /// How often the base had been rebased when this view got its history, or was made without one.
    private int baseEpoch;
    private Object origin;

    private Tensor(Storage storage, Layout layout, DType dtype, boolean weak, Tensor base, AutogradState autograd) {
        this.storage = storage;
        this.layout = layout;
        this.dtype = dtype;
        this.weak = weak;
        this.base = base;
        this.batch = null;
        this.autograd = autograd;
    }

    private Tensor(Batch batch) {
        this.storage = null;
        this.layout = batch.values().layout().select(0, 0);
        this.dtype = batch.values().dtype();
        this.weak = false;
        this.base = null;
        this.batch = batch;
    }

    // ---- making tensors ----

    /// A contiguous tensor with arbitrary contents, in memory that the processor can read.
    public static Tensor empty(DType dtype, long... shape) {
        Layout layout = Layout.contiguous(shape);
        return new Tensor(Storage.allocate(byteCount(dtype, layout)), layout, dtype, false, null, null);
    }

    /// A contiguous tensor with arbitrary contents on a device.
    public static Tensor empty(Device device, DType dtype, long... shape) {
        Layout layout = Layout.contiguous(shape);
        return new Tensor(Storage.allocate(device, byteCount(dtype, layout)), layout, dtype, false, null, null);
    }

    /// A contiguous tensor with arbitrary contents, of the shape of another layout. That one is shared where it
    /// can be, which is faster than to make one.
    public static Tensor emptyLike(DType dtype, Layout like) {
        Layout layout = like.isContiguous() && like.offset() == 0 ? like : Layout.contiguous(like.shape());
        return new Tensor(Storage.allocate(byteCount(dtype, layout)), layout, dtype, false, null, null);
    }

    private static long byteCount(DType dtype, Layout layout) {
        try {
            return Math.multiplyExact(layout.elementCount(), dtype.byteSize());
        } catch (java.lang.ArithmeticException _) {
            throw new ValueException(
                    "a %s tensor of shape %s takes more than 2^63 bytes", dtype, Shapes.format(layout.shape()));
        }
    }

    /// A tensor that stands for others while operations are traced: it has no elements.
    public static Tensor traced(DType dtype, boolean weak, long... shape) {
        return new Tensor(Storage.traced(), Layout.contiguous(shape), dtype, weak, null, null);
    }

    /// A scalar that takes the dtype of the tensors it meets.
    ///
    /// @param value a Boolean, Long, Integer, Double or Float
    public static Tensor weakScalar(Object value) {
        DType dtype = ElementAccess.dtypeOf(value);
        Layout layout = Layout.contiguous();
        // A float64 holds the number exactly until the other operand's dtype is known.
        DType held = dtype == DType.FLOAT32 ? DType.FLOAT64 : dtype;
        Tensor scalar = new Tensor(Storage.allocate(held.byteSize()), layout, held, true, null, null);
        ElementAccess.set(scalar, 0, value);
        return scalar;
    }

    /// A tensor of nested lists or Java arrays of numbers or booleans, or of one of these: f32 if any is a
    /// floating number, else i64, or bool if all are. It is made on the thread's default device.
    ///
    /// @throws ShapeException if lists at the same depth differ in length
    public static Tensor of(Object nested) {
        return NestedValues.tensor(nested, null).on(DefaultDevice.get());
    }

    public static Tensor of(Object nested, DType dtype) {
        return NestedValues.tensor(nested, dtype).on(DefaultDevice.get());
    }

    /// A float64 tensor of these values in row-major order, on the thread's default device.
    public static Tensor of(double[] values, long... shape) {
        Tensor tensor = empty(DType.FLOAT64, shape);
        if (tensor.elementCount() != values.length) {
            throw new ShapeException("of: %d values do not fill shape %s", values.length, Shapes.format(shape));
        }
        for (int i = 0; i < values.length; i++) {
            ElementAccess.setReal(tensor, i, values[i]);
        }
        return tensor.on(DefaultDevice.get());
    }

    /// A contiguous tensor over memory that exists already, without copying: whoever owns the memory keeps it
    /// valid.
    ///
    /// @param memory elements in native byte order, at least as many as the shape asks for; a read-only
    ///     segment makes a
    ///     tensor that cannot be changed in place
    /// @throws ShapeException if the memory is too small for the shape
    public static Tensor ofMemory(MemorySegment memory, DType dtype, long... shape) {
        Layout layout = Layout.contiguous(shape);
        if (byteCount(dtype, layout) > memory.byteSize()) {
            throw new ShapeException(
                    "ofMemory: %s%s takes %d bytes, and the memory has %d",
                    dtype, Shapes.format(shape), byteCount(dtype, layout), memory.byteSize());
        }
        return new Tensor(Storage.over(memory), layout, dtype, false, null, null);
    }

    /// A tensor that stands for one example.
    ///
    /// @param values all examples, `[examples, …]`
    /// @param level  which mapping over examples they belong to
    public static Tensor batched(Tensor values, int level) {
        return new Tensor(new Batch(level, values));
    }

    // ---- properties ----

    public Storage storage() {
        requireOneValue("storage");
        return storage;
    }

    public Layout layout() {
        return layout;
    }

    public DType dtype() {
        return dtype;
    }

    public Device device() {
        return batch != null ? batch.values().device() : storage.device();
    }

    /// The examples that this tensor stands for, within a function that is mapped over them; null for others.
    public Batch batch() {
        return batch;
    }

    public int rank() {
        return layout.rank();
    }

    public long[] shape() {
        return layout.shape();
    }

    public long[] strides() {
        return layout.strides();
    }

    public long size(int axis) {
        return layout.size(axis);
    }

    public long elementCount() {
        return layout.elementCount();
    }

    public boolean isContiguous() {
        return layout.isContiguous();
    }

    /// True for a plain number in tensor arithmetic, which takes the dtype of the tensors it meets.
    public boolean isWeak() {
        return weak;
    }

    /// Dtype and shape as messages show them: `f32[128, 64]`.
    public String describe() {
        return dtype.label() + Shapes.format(shape());
    }

    /// Whatever the embedding language attached with {@link #setOrigin}; null if nothing.
    public Object origin() {
        return origin;
    }

    /// Attaches where in the program this tensor was made, for messages about it and about its gradient.
    public void setOrigin(Object place) {
        origin = place;
        if (autograd != null) {
            autograd.setOrigin(place);
        }
    }

    /// Attaches where in the program this tensor was last changed in place, for messages about that and about
    /// its gradient.
    public void setChangePlace(Object place) {
        if (batch != null) {
            batch.values().setChangePlace(place);
            return;
        }
        storage.setChangePlace(place);
        if (autograd != null) {
            autograd.setOrigin(place);
        }
        if (base != null && base.autograd != null) {
            base.autograd.setOrigin(place);
        }
    }

    // ---- values ----

    /// The only element, as a Long, Double or Boolean.
    ///
    /// @throws ValueException unless there is exactly one
    public Object item() {
        requireOneValue("item");
        if (elementCount() != 1) {
            throw new ValueException("item: %s has %d elements, not one", describe(), elementCount());
        }
        return ElementAccess.get(on(Device.CPU), 0);
    }

    /// Nested lists with Long, Double or Boolean elements; for a tensor without axes, the element itself.
    public Object toList() {
        requireOneValue("tolist");
        return NestedValues.toList(on(Device.CPU));
    }

    @Override
    public String toString() {
        return TensorFormat.format(this);
    }

    /// These values on a device, without a history: this tensor if it is there.
    public Tensor on(Device device) {
        return device == device() ? this : Transfers.copy(this, device);
    }

    /// Where the first element is on a device other than the processor; see {@link Storage#address}.
    public long address() {
        return storage.address() + layout.offset() * dtype.byteSize();
    }

    private void requireOneValue(String what) {
        if (batch != null) {
            throw new BatchedValueException(
                            "%s: in vmap, %s stands for %d examples and has no value of its own",
                            what, describe(), batch.size())
                    .withHint("choose between values with where(condition, a, b)");
        }
    }

    // ---- views and indexing ----

    /// Another layout of the same storage. The caller vouches for the layout; gradients are the op's
    /// business.
    public Tensor viewAs(Layout newLayout) {
        Tensor owner = base == null ? this : base;
        Tensor view = new Tensor(storage, newLayout, dtype, false, owner, null);
        view.baseEpoch = owner.autograd == null ? 0 : owner.autograd.epoch();
        return view;
    }

    /// The tensor whose storage this is a view of; null if this is not a view.
    public Tensor base() {
        return base;
    }

    /// What `x[items]` means: a view for basic items, a copy where an item is a tensor.
    public Tensor index(List<IndexItem> items) {
        return Indexing.get(this, items);
    }

    /// What `x[items]` means, for items without tensors written as text: `x.slice("1:3, ..., ::-1")`.
    ///
    /// @param items integers, slices, `...` and `newaxis`, separated by commas
    /// @return a view
    /// @throws tdsl.tensor.error.IndexException if an item cannot be read or is out of range
    public Tensor slice(String items) {
        return index(IndexText.parse(items));
    }

    /// What `x[items] = value` means.
    ///
    /// @param value broadcast to the shape of `x[items]` and converted to its dtype
    public void assign(List<IndexItem> items, Tensor value) {
        Indexing.set(this, items, value);
    }

    /// Copies `value` into this tensor, broadcast and converted.
    ///
    /// @param op the operation on whose behalf, for messages
    /// @return this tensor
    public Tensor assign(String op, Tensor value) {
        if (!layout.hasShape(Shapes.broadcast(op, shape(), value.shape()))) {
            throw new ShapeException(
                    "%s: the result's shape %s does not fit into %s", op, Shapes.format(value.shape()), describe());
        }
        return copy_(value);
    }

    // ---- autograd ----

    public boolean requiresGrad() {
        if (base != null && base.autograd != null) {
            History.refreshView(this);
        }
        return autograd != null || batch != null && batch.values().requiresGrad();
    }

    /// Says whether gradients with respect to this tensor are wanted; only for leaves.
    ///
    /// @return this tensor
    public Tensor requiresGrad(boolean wanted) {
        if (batch != null) {
            throw new GradException("in vmap, gradients are those of grad(f)");
        }
        if (!isLeaf()) {
            throw new GradException(
                    "requires_grad can be set on leaves only; this tensor is the result of %s",
                    autograd.node().name());
        }
        if (wanted && !dtype.isFloating()) {
            throw new GradException("only floating tensors have gradients, not %s", describe());
        }
        if (wanted && storage.isInference() && !GradMode.isInference()) {
            throw new GradException("a tensor made in inference mode cannot require a gradient outside of it")
                    .withHint("clone() it");
        }
        if (wanted != (autograd != null)) {
            autograd = wanted ? AutogradState.leaf() : null;
        }
        return this;
    }

    /// True unless this tensor is a result that gradients flow through.
    public boolean isLeaf() {
        return !requiresGrad() || autograd != null && autograd.node() == null;
    }

    /// Whether this tensor was made in inference mode, and so never takes part in recording.
    public boolean isInference() {
        return batch != null ? batch.values().isInference() : storage.isInference();
    }

    /// The gradient that backward passes have summed up in this leaf, or result that retains it; null if
    /// none.
    public Tensor grad() {
        return autograd == null ? null : autograd.grad();
    }

    public void setGrad(Tensor gradient) {
        if (autograd == null) {
            throw new GradException("a tensor that does not require a gradient cannot have one");
        }
        if (gradient != null && !layout.hasShape(gradient.shape())) {
            throw new ShapeException(
                    "grad: shape %s differs from the tensor's %s",
                    Shapes.format(gradient.shape()), Shapes.format(shape()));
        }
        autograd.setGrad(gradient);
    }

    /// Makes backward passes keep the gradient of this result, as they do for leaves.
    ///
    /// @return this tensor
    public Tensor retainGrad() {
        requireGradient("retain_grad").retainGrad();
        return this;
    }

    /// Whether backward passes keep the gradient of this result.
    public boolean retainsGrad() {
        return requiresGrad() && autograd.retainsGrad();
    }

    /// Calls a function with the gradient of this tensor whenever a backward pass has it complete, before it
    /// goes on.
    ///
    /// @param hook takes the gradient and returns another one of its shape, or null to leave it
    public HookHandle registerHook(UnaryOperator<Tensor> hook) {
        return requireGradient("register_hook").addHook(hook);
    }

    /// Calls a function whenever a backward pass has added to the gradient of this leaf.
    ///
    /// @param hook takes this tensor
    public HookHandle registerPostAccumulateGradHook(Consumer<Tensor> hook) {
        return requireGradient("register_post_accumulate_grad_hook").addPostAccumulateHook(() -> hook.accept(this));
    }

    private AutogradState requireGradient(String method) {
        if (autograd == null && !requiresGrad()) {
            throw new GradException("%s: %s does not require a gradient", method, describe());
        }
        return autograd;
    }

    /// Adds the gradients of this one-element tensor to every leaf it was computed from.
    public void backward() {
        backward(Gradients.implied(this), false, false);
    }

    /// As {@link #backward()} from a given gradient.
    ///
    /// @param retainGraph keep what was saved, for another backward pass
    /// @param createGraph record the backward pass, so that its result can be differentiated again
    public void backward(Tensor gradient, boolean retainGraph, boolean createGraph) {
        Engine.backward(this, gradient, retainGraph, createGraph);
    }

    /// As {@link #backward(Tensor, boolean, boolean)}, filling only some leaves.
    public void backward(Tensor gradient, boolean retainGraph, boolean createGraph, List<Tensor> inputs) {
        Engine.backward(this, gradient, retainGraph, createGraph, inputs);
    }

    /// The same values, cut off from the graph.
    public Tensor detached() {
        if (batch != null) {
            return batched(batch.values().detached(), batch.level());
        }
        return new Tensor(storage, layout, dtype, false, null, null);
    }

    /// Cuts this tensor off from the graph, so that it becomes a leaf without gradient.
    ///
    /// @return this tensor
    public Tensor detach_() {
        if (base != null && requiresGrad()) {
            throw new GradException("detach_: a view cannot be detached in place").withHint("use detach()");
        }
        autograd = null;
        return this;
    }

    /// For autograd: its own state of this tensor; null if it takes no part.
    public AutogradState autograd() {
        return autograd;
    }

    /// For autograd: replaces its state of this tensor.
    public void setAutograd(AutogradState state) {
        autograd = state;
    }

    /// For autograd: this value and history as they are now, unaffected by a later change of history.
    public Tensor snapshot() {
        Tensor copy = new Tensor(storage, layout, dtype, weak, base, autograd);
        copy.baseEpoch = baseEpoch;
        return copy;
    }

    /// For autograd: how often the base of this view had been rebased when its history was last worked out.
    public int baseEpoch() {
        return baseEpoch;
    }

    /// For autograd: see {@link #baseEpoch}.
    public void setBaseEpoch(int rebases) {
        baseEpoch = rebases;
    }

    /// The dispatch keys of this tensor, as a set of bits.
    public int dispatchKeys() {
        if (batch != null) {
            return DispatchKey.BATCH.bit();
        }
        int device = Op.keyOf(device()).bit();
        // A view without history takes part too where its base has one: changing the view would change the base.
        boolean recorded = requiresGrad() || base != null && base.requiresGrad();
        return recorded ? device | DispatchKey.AUTOGRAD.bit() : device;
    }
}
