package tdsl.tensor.cuda.simulator;

/// A kernel did what no kernel may do, or what the simulator does not know.
final class SimulationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isPlaced;

    SimulationException(String message) {
        this(message, false);
    }

    private SimulationException(String message, boolean isPlaced) {
        super(message);
        this.isPlaced = isPlaced;
    }

    /// The same with the instruction at which it happened.
    SimulationException at(Code code, int step, Lane lane) {
        return isPlaced
                ? this
                : new SimulationException(
                        "%s: thread %d of block %s at `%s`: %s"
                                .formatted(code.name(), lane.number, lane.block.name(), code.text(step), getMessage()),
                        true);
    }
}
