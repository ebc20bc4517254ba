package tdsl.tensor.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;

/// Runs the statements of `random-programs.txt`, which describes them.
final class ProgramMachine {
    private final List<Tensor> leaves = new ArrayList<>();
    private final Map<String, Tensor> values = new HashMap<>();
    private Tensor total = Tensor.of(0.0);

    List<Tensor> leaves() {
        return leaves;
    }

    Tensor total() {
        return total;
    }

    void run(String[] words) {
        switch (words[0]) {
            case "read" -> total = total.add(get(words[1]).clone().sin().sum().mul(Double.parseDouble(words[2])));
            case "iadd", "imul", "icopy", "ifill", "isq", "itanh", "irev", "iput", "imask" ->
                change(words[0], get(words[1]), words);
            default -> values.put(words[1], value(words));
        }
    }

    private Tensor get(String name) {
        return values.get(name);
    }

    private static long[] integers(String word) {
        return word.equals("-")
                ? new long[0]
                : Arrays.stream(word.split(",")).mapToLong(Long::parseLong).toArray();
    }

    // ---- values ----

    private Tensor value(String[] w) {
        return switch (w[0]) {
            case "leaf" -> leaf(integers(w[2]));
            case "fn" -> function(w[2], get(w[3]));
            case "bin" -> binary(w[2], get(w[3]), get(w[4]));
            case "red" -> reduction(w[2], get(w[3]), Long.parseLong(w[4]), w[5].equals("1"));
            case "mm" -> get(w[2]).matmul(get(w[3]));
            case "flip" -> get(w[2]).flip(Long.parseLong(w[3])).clone();
            case "resh" -> get(w[2]).clone().reshape(integers(w[3]));
            case "rows" -> get(w[2]).index(rows(w[3]));
            case "where" -> get(w[2]).gt(0).where(get(w[3]), get(w[4]));
            case "cat" -> Tensors.cat(List.of(get(w[3]), get(w[4])), Long.parseLong(w[2]));
            default ->
                view(
                        w[0],
                        get(w[2]),
                        Arrays.stream(w, 3, w.length).mapToLong(Long::parseLong).toArray());
        };
    }

    private Tensor leaf(long[] shape) {
        int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        int first = 1 + 10 * leaves.size();
        double[] elements =
                IntStream.range(first, first + count).mapToDouble(Math::sin).toArray();
        leaves.add(Tensor.of(elements, shape).requiresGrad(true));
        return leaves.getLast();
    }

    private static Tensor function(String name, Tensor source) {
        return switch (name) {
            case "sin" -> source.sin();
            case "cos" -> source.cos();
            case "tanh" -> source.tanh();
            case "sigmoid" -> source.sigmoid();
            case "neg" -> source.neg();
            case "square" -> source.square();
            case "abs" -> source.abs();
            case "relu" -> source.relu();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Tensor binary(String name, Tensor left, Tensor right) {
        return switch (name) {
            case "add" -> left.add(right);
            case "sub" -> left.sub(right);
            case "mul" -> left.mul(right);
            case "div" -> left.div(right.mul(right).add(1));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Tensor reduction(String name, Tensor source, long dim, boolean keep) {
        long[] dims = {dim};
        return switch (name) {
            case "sum" -> source.sum(dims, keep, null);
            case "mean" -> source.mean(dims, keep);
            case "amax" -> source.amax(dims, keep);
            case "logsumexp" -> source.logsumexp(dims, keep);
            case "softmax" -> source.softmax(dim);
            case "cumsum" -> source.cumsum(dim);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Tensor view(String kind, Tensor source, long[] a) {
        return switch (kind) {
            case "slice" -> source.index(alongAxis(a[0], new IndexItem.Slice(a[1], a[2], a[3])));
            case "select" -> source.index(alongAxis(a[0], new IndexItem.At(a[1])));
            case "t" -> source.transpose(a[0], a[1]);
            case "unsq" -> source.unsqueeze(a[0]);
            case "expand" -> {
                long[] shape = new long[source.rank() + 1];
                System.arraycopy(source.shape(), 0, shape, 1, source.rank());
                shape[0] = a[0];
                yield source.expand(shape);
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static List<IndexItem> alongAxis(long axis, IndexItem item) {
        List<IndexItem> items = new ArrayList<>();
        for (int i = 0; i < axis; i++) {
            items.add(IndexItem.Slice.ALL);
        }
        items.add(item);
        return items;
    }

    private static List<IndexItem> rows(String word) {
        return List.of(new IndexItem.By(Tensor.of(integers(word))));
    }

    // ---- changes in place ----

    private void change(String kind, Tensor target, String[] w) {
        switch (kind) {
            case "iadd" -> target.add_(get(w[2]));
            case "imul" -> target.mul_(get(w[2]));
            case "icopy" -> target.copy_(get(w[2]).clone());
            case "ifill" -> target.fill_(Double.parseDouble(w[2]));
            case "isq" -> target.pow_(2);
            case "itanh" -> target.tanh_();
            case "irev" ->
                target.index(alongAxis(Long.parseLong(w[2]), new IndexItem.Slice(null, null, -1L)))
                        // A copy, as flip makes one in PyTorch: the source may be overwritten later.
                        .mul_(get(w[3]).clone());
            case "iput" -> target.assign(rows(w[2]), get(w[3]));
            case "imask" -> {
                List<IndexItem> above = List.of(new IndexItem.By(target.gt(Double.parseDouble(w[2]))));
                target.assign(above, target.index(above).mul(0.5));
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }
}
