package tdsl.tensor.formula;

/// A pointwise function of one or two elements, written once as steps that hold for single elements and for SIMD
/// lanes alike: from it follow the loops of either kind, which therefore agree bit for bit.
@FunctionalInterface
public interface Formula {
    /// @param right the same as `left` for a function of one element
    /// @return a {@link Value}, or for a question a {@link Truth}
    Node of(Value left, Value right);

    /// The steps of this formula.
    default Node record() {
        return of(Value.LEFT, Value.RIGHT);
    }

    /// Whether the second operand takes part.
    default boolean isBinary() {
        return record().inOrder().contains(Value.RIGHT);
    }

    /// Whether there are instructions for all steps on lanes.
    default boolean hasLanes() {
        return record().inOrder().stream().noneMatch(node -> node.step() == Step.CALL);
    }

    /// Whether the formula is a question.
    default boolean isQuestion() {
        return record() instanceof Truth;
    }

    /// This formula of bools as bytes, where what is not 0 counts as 1.
    default Formula atMostOne() {
        return (left, right) -> ((Value) of(left, right)).min(Value.of(1));
    }
}
