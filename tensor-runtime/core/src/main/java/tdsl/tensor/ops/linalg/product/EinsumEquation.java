package tdsl.tensor.ops.linalg.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Subscripts in Einstein's notation, such as `bij,bjk->bik`: for each operand, and for the result, a label
/// for every axis. Labels are numbers from 0 without gaps; those of an ellipsis are counted from the last
/// axis that it covers.
///
/// @param used the letters and axes of ellipses that the labels stand for, in ascending order
record EinsumEquation(List<int[]> operands, int[] output, int[] used) {
    /// Letters A to Z and a to z, in this order; further labels are the axes of ellipses.
    private static final int LETTERS = 52;

    /// @throws ValueException if the text is not an equation, with the position of the fault
    /// @throws ShapeException if an operand has not as many axes as its subscripts say
    static EinsumEquation parse(String text, List<Tensor> tensors) {
        return new Parser(text).parse(tensors);
    }

    private static final class Parser {
        private static final int ELLIPSIS = -1;

        private final String text;
        private int position;
        private int ellipsisAxes;

        Parser(String text) {
            this.text = text;
        }

        EinsumEquation parse(List<Tensor> tensors) {
            List<List<Integer>> inputs = new ArrayList<>();
            List<String> written = new ArrayList<>();
            do {
                int start = position;
                inputs.add(subscripts());
                written.add(text.substring(start, position).strip());
            } while (accept(","));
            List<Integer> outputs = accept("->") ? subscripts() : null;
            if (position < text.length()) {
                throw fault("unexpected '%s'", text.charAt(position));
            }
            if (inputs.size() != tensors.size()) {
                throw new ValueException(
                        "einsum: \"%s\" has subscripts for %d operands, but %d are given",
                        text, inputs.size(), tensors.size());
            }
            for (int i = 0; i < inputs.size(); i++) {
                measureEllipsis(i, written.get(i), inputs.get(i), tensors.get(i));
            }
            List<int[]> operands = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                operands.add(expanded(inputs.get(i), tensors.get(i).rank()));
            }
            int[] output = outputs == null ? implicitOutput(operands) : explicitOutput(outputs, operands);
            return numbered(operands, output);
        }

        private boolean accept(String token) {
            skipSpace();
            if (!text.startsWith(token, position)) {
                return false;
            }
            position += token.length();
            return true;
        }

        private void skipSpace() {
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
        }

        private List<Integer> subscripts() {
            List<Integer> labels = new ArrayList<>();
            skipSpace();
            while (position < text.length()) {
                char letter = text.charAt(position);
                if (letter >= 'a' && letter <= 'z') {
                    labels.add(letter - 'a' + LETTERS / 2);
                } else if (letter >= 'A' && letter <= 'Z') {
                    labels.add(letter - 'A');
                } else if (letter == '.') {
                    labels.add(ellipsis(labels));
                } else {
                    break;
                }
                position++;
                skipSpace();
            }
            return labels;
        }

        private int ellipsis(List<Integer> before) {
            if (!text.startsWith("...", position)) {
                throw fault("'.' that is not part of an ellipsis '...'");
            }
            if (before.contains(ELLIPSIS)) {
                throw fault("a second ellipsis for one operand");
            }
            position += 2;
            return ELLIPSIS;
        }

        private ValueException fault(String format, Object... args) {
            String what = String.format(format, args);
            ValueException error = new ValueException("einsum: \"%s\": %s at position %d", text, what, position);
            error.withHint("subscripts are letters, with commas between operands: \"ij,jk->ik\"");
            return error;
        }

        private void measureEllipsis(int operand, String written, List<Integer> labels, Tensor tensor) {
            boolean hasEllipsis = labels.contains(ELLIPSIS);
            int named = labels.size() - (hasEllipsis ? 1 : 0);
            if (hasEllipsis ? tensor.rank() < named : tensor.rank() != named) {
                throw new ShapeException(
                        "einsum: subscripts '%s' name %d axes%s, but operand %d is %s",
                        written, named, hasEllipsis ? " or more" : "", operand, tensor.describe());
            }
            ellipsisAxes = Math.max(ellipsisAxes, tensor.rank() - named);
        }

        /// The labels with those of the ellipsis, which are aligned at the last axis.
        private static int[] expanded(List<Integer> labels, int rank) {
            int[] all = new int[rank];
            int next = 0;
            for (int label : labels) {
                if (label == ELLIPSIS) {
                    for (int left = rank - labels.size(); left >= 0; left--) {
                        all[next++] = LETTERS + left;
                    }
                } else {
                    all[next++] = label;
                }
            }
            return all;
        }

        private int[] explicitOutput(List<Integer> labels, List<int[]> operands) {
            boolean hasEllipsis = labels.contains(ELLIPSIS);
            int[] output = expanded(labels, hasEllipsis ? labels.size() - 1 + ellipsisAxes : labels.size());
            for (int i = 0; i < output.length; i++) {
                int label = output[i];
                if (Arrays.stream(output, 0, i).anyMatch(earlier -> earlier == label)) {
                    throw new ValueException("einsum: \"%s\": the output has '%s' twice", text, letter(label));
                }
                if (operands.stream().noneMatch(operand -> contains(operand, label))) {
                    throw new ValueException(
                            "einsum: \"%s\": the output has '%s', no operand has", text, letter(label));
                }
            }
            return output;
        }

        /// The axes of the ellipsis, then the letters that occur once, in alphabetical order.
        private int[] implicitOutput(List<int[]> operands) {
            int[] count = new int[LETTERS];
            operands.forEach(operand -> {
                for (int label : operand) {
                    if (label < LETTERS) {
                        count[label]++;
                    }
                }
            });
            int[] output = new int[LETTERS + ellipsisAxes];
            int next = 0;
            for (int left = ellipsisAxes - 1; left >= 0; left--) {
                output[next++] = LETTERS + left;
            }
            for (int label = 0; label < LETTERS; label++) {
                if (count[label] == 1) {
                    output[next++] = label;
                }
            }
            return Arrays.copyOf(output, next);
        }

        private static boolean contains(int[] labels, int wanted) {
            return Arrays.stream(labels).anyMatch(label -> label == wanted);
        }

        /// With labels that have no gaps between them.
        private static EinsumEquation numbered(List<int[]> operands, int[] output) {
            int[] used = operands.stream()
                    .flatMapToInt(Arrays::stream)
                    .sorted()
                    .distinct()
                    .toArray();
            List<int[]> renamed =
                    operands.stream().map(labels -> renamed(labels, used)).toList();
            return new EinsumEquation(renamed, renamed(output, used), used);
        }

        private static int[] renamed(int[] labels, int[] used) {
            return Arrays.stream(labels)
                    .map(label -> Arrays.binarySearch(used, label))
                    .toArray();
        }
    }

    int labelCount() {
        return used.length;
    }

    /// How the text writes a label.
    String name(int label) {
        return letter(used[label]);
    }

    private static String letter(int number) {
        if (number >= LETTERS) {
            return "...";
        }
        return String.valueOf((char) (number < LETTERS / 2 ? 'A' + number : 'a' + number - LETTERS / 2));
    }
}
