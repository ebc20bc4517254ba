package tdsl.tensor.ops.neural;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.operand.FloatingOperands;

/// A call of scaled_dot_product_attention.
///
/// @param query `[..., l, e]`
/// @param key   `[..., s, e]`
/// @param value `[..., s, d]`
/// @param mask  broadcasts to `[..., l, s]`; null if all keys are seen
public record Attention(
        Tensor query, Tensor key, Tensor value, Tensor mask, double dropout, boolean causal, double scale) {
    private static final String OP = "scaled_dot_product_attention";

    /// @param args query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa
    public static Attention of(Args args) {
        Tensor query = args.tensor(0);
        Tensor key = args.tensor(1);
        Tensor value = args.tensor(2);
        check(query, key, value);
        if (args.flag(7)) {
            key = repeatedHeads(key, query);
            value = repeatedHeads(value, query);
        }
        if (!args.isNull(3) && args.flag(5)) {
            throw new ValueException("%s: takes either attn_mask or is_causal", OP);
        }
        double scale = args.isNull(6) ? 1 / Math.sqrt(query.size(query.rank() - 1)) : args.real(6);
        return new Attention(query, key, value, args.tensor(3), args.real(4), args.flag(5), scale);
    }

    private static void check(Tensor query, Tensor key, Tensor value) {
        FloatingOperands.require(OP, query, key, value);
        boolean fits = query.rank() >= 2
                && key.rank() >= 2
                && value.rank() >= 2
                && query.size(query.rank() - 1) == key.size(key.rank() - 1)
                && key.size(key.rank() - 2) == value.size(value.rank() - 2);
        if (!fits) {
            throw new ShapeException(
                    "%s: query [..., l, e], key [..., s, e] and value [..., s, d] cannot be %s, %s and %s",
                    OP, query.describe(), key.describe(), value.describe());
        }
    }

    private static Tensor repeatedHeads(Tensor tensor, Tensor query) {
        if (tensor.rank() < 3
                || query.rank() < 3
                || query.size(query.rank() - 3) % tensor.size(tensor.rank() - 3) != 0) {
            throw new ShapeException(
                    "%s: with enable_gqa the heads of the query %s must be a multiple of those of key and value %s",
                    OP, query.describe(), tensor.describe());
        }
        long times = query.size(query.rank() - 3) / tensor.size(tensor.rank() - 3);
        long[] shape = tensor.shape();
        long[] repeated = new long[shape.length + 1];
        System.arraycopy(shape, 0, repeated, 0, shape.length - 2);
        repeated[shape.length - 2] = times;
        System.arraycopy(shape, shape.length - 2, repeated, shape.length - 1, 2);
        shape[shape.length - 3] *= times;
        return tensor.unsqueeze(-3).expand(repeated).reshape(shape);
    }

    /// The shape of the leading axes.
    public long[] batchShape() {
        long[] batch = Shapes.broadcast(OP, leading(query), leading(key));
        return Shapes.broadcast(OP, batch, leading(value));
    }

    private static long[] leading(Tensor tensor) {
        return Arrays.copyOf(tensor.shape(), tensor.rank() - 2);
    }

    /// As a formula of ops.
    public Tensor apply() {
        Tensor scores = query.mul(scale).matmul(key.transpose(-2, -1));
        boolean masked = causal || mask != null;
        if (masked) {
            scores = masked(scores);
        }
        // Queries that see nothing: their softmax would not be a number.
        Tensor blind = masked ? scores.detach().amax(new long[] {-1}, true).eq(Double.NEGATIVE_INFINITY) : null;
        Tensor seen = masked ? blind.where(scores.zeros_like(), scores) : scores;
        Tensor weights = seen.softmax(-1);
        weights = masked ? blind.where(weights.zeros_like(), weights) : weights;
        return weights.dropout(dropout).matmul(value);
    }

    private Tensor masked(Tensor scores) {
        if (mask != null && mask.dtype() != DType.BOOL) {
            return scores.add(mask);
        }
        Tensor visible = mask != null
                ? mask
                : query.new_zeros(new long[] {query.size(query.rank() - 2), key.size(key.rank() - 2)}, DType.BOOL)
                        .logical_not()
                        .tril();
        return visible.where(scores, scores.new_zeros(new long[0]).sub(Double.POSITIVE_INFINITY));
    }
}
