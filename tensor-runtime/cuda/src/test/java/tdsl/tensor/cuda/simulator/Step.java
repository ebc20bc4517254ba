package tdsl.tensor.cuda.simulator;

/// What an instruction does to the thread that runs it.
@FunctionalInterface
interface Step {
    void run(Lane lane);

    /// An instruction that the threads of a warp run together, as soon as all its members have come to it.
    interface OfWarp extends Step {
        @Override
        default void run(Lane lane) {
            lane.waitAt(this);
        }

        /// Which lanes take part, one bit each; those that have ended are not waited for.
        int members(Lane lane);

        /// @param warp all lanes of the warp, by number; those that do not take part are null
        void runTogether(Lane[] warp);
    }

    /// A barrier of all threads of a block.
    interface OfBlock extends Step {
        @Override
        default void run(Lane lane) {
            lane.waitAt(this);
        }

        /// @param lanes those that have not ended
        void release(Iterable<Lane> lanes);
    }
}
