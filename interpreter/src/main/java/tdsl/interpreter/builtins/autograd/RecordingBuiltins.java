package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.interop.TruffleObject;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.runtime.ContextValue;
import tdsl.interpreter.runtime.Truth;
import tdsl.interpreter.values.None;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.dispatch.Autocast;

/// Whether and how operations are recorded for backward.
public final class RecordingBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "no_grad()",
                    "A context in which nothing is recorded for backward.",
                    _ -> new SettingContext<>("no_grad", GradMode::set, false))
            .row(
                    "enable_grad()",
                    "A context in which recording is on, within `no_grad()` too.",
                    _ -> new SettingContext<>("enable_grad", GradMode::set, true))
            .row(
                    "set_grad_enabled(enabled)",
                    "Turns recording on or off, from here on; as a context, until its block ends.",
                    RecordingBuiltins::setGradEnabled)
            .row(
                    "inference_mode(mode=true)",
                    "A context for running a model: as `no_grad()`, and what is made in it is an inference tensor, which"
                            + " never takes part in recording and is changed in place only here.",
                    call -> new SettingContext<>("inference_mode", GradMode::setInference, call.flagOr(0, true)))
            .row(
                    "autocast(dtype=none)",
                    "A context of mixed precision: products of matrices and convolutions take their f32 operands as bf16,"
                            + " or the dtype named; softmax, layer_norm and losses take f32. Gradients have the dtypes"
                            + " of the parameters. `with autocast(f32)` is none.",
                    call -> new SettingContext<>("autocast", Autocast::set, narrow(call)))
            .row("is_grad_enabled()", "Whether operations are recorded for backward.", _ -> GradMode.isEnabled())
            .row(
                    "is_inference_mode_enabled()",
                    "Whether new tensors are inference tensors.",
                    _ -> GradMode.isInference())
            .row(
                    "anomaly()",
                    "A context in which the first NaN that an operation or its backward makes is an error, which shows"
                            + " the operation and what is known of its inputs.",
                    _ -> new SettingContext<>("anomaly", GradMode::setDetectsAnomalies, true));

    private RecordingBuiltins() {}

    /// Null to turn it off.
    private static DType narrow(BuiltinCall call) {
        DType dtype = call.has(0) ? call.typed(0, DType.class, "a dtype") : DType.BFLOAT16;
        if (!dtype.isFloating() || dtype == DType.FLOAT64) {
            throw call.error(ErrorKind.DTYPE, "dtype must be bf16 or f16, not %s", dtype);
        }
        return dtype == DType.FLOAT32 ? null : dtype;
    }

    private static Object setGradEnabled(BuiltinCall call) {
        boolean enabled = Truth.of(call.site(), call.value(0), "set_grad_enabled");
        return new AppliedSetting(GradMode.set(enabled));
    }

    /// A setting that was made when the context was, not when it is entered.
    private record AppliedSetting(boolean before) implements ContextValue, TruffleObject {
        @Override
        public Object enter() {
            return None.VALUE;
        }

        @Override
        public void exit() {
            GradMode.set(before);
        }

        @Override
        public String toString() {
            return "<context set_grad_enabled>";
        }
    }
}
