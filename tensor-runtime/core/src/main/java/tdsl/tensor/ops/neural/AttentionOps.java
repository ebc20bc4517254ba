package tdsl.tensor.ops.neural;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// Attention (Vaswani et al. 2017).
public final class AttentionOps {
    private AttentionOps() {}

    /// `softmax(query @ key.mT · scale + mask) @ value` of `query` `[..., l, e]`, `key` `[..., s, e]`
    /// and `value` `[..., s, d]`, whose leading axes broadcast. `attn_mask` broadcasts to `[..., l, s]`:
    /// a bool one says which keys a query sees, a floating one is added; `is_causal` lets query i see
    /// the keys up to i. A query that sees no key gets zeros. `scale` is 1 / √e unless given,
    /// `dropout_p` the probability of dropping a weight, and with `enable_gqa` the heads (axis −3) of
    /// key and value are repeated for those of the query. On the processor, where no gradient is
    /// recorded, the weights are never all in memory.
    @TensorOp(
            "scaled_dot_product_attention(query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor? = none, dropout_p: float = 0.0, is_causal: bool = false, scale: float? = none, enable_gqa: bool = false) -> Tensor")
    public static Op scaled_dot_product_attention() {
        return op().autocast(Autocast.NARROW)
                .composite(Widening.of(a -> Attention.of(a).apply()))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 4), uniform(-1, 2, 2, 5, 4), uniform(-2, 1, 2, 5, 3))
                        .and(uniform(-2, 2, 1, 4, 3, 2), uniform(-1, 2, 1, 2, 3, 2), uniform(-2, 1, 1, 2, 3, 2))
                        .named("is_causal", true)
                        .named("enable_gqa", true)
                        .and(uniform(-2, 2, 2, 3, 4), uniform(-1, 2, 2, 3, 4), uniform(-2, 1, 2, 3, 2))
                        .named("attn_mask", uniform(-1, 1, 3, 3).gt(0))
                        .named("scale", 0.7));
    }
}
