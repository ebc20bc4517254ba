package tdsl.tensor.cpu.sparse.tiles;

/// How the output channels of a convolution are divided into panels of SIMD vectors: each group's start a new panel
/// and are filled up to whole vectors, the last panel of a group may be narrower than the others.
///
/// @param groups          groups of channels
/// @param vectorsPerGroup vectors that the output channels of a group take
record Panels(int groups, int vectorsPerGroup) {
    static Panels of(int groups, int outputsPerGroup) {
        return new Panels(groups, Math.ceilDiv(outputsPerGroup, Tile.LANES));
    }

    /// Elements of a row of all output channels, filled up.
    int width() {
        return groups * groupWidth();
    }

    int groupWidth() {
        return vectorsPerGroup * Tile.LANES;
    }

    int perGroup() {
        return Math.ceilDiv(vectorsPerGroup, Tile.WIDEST_PANEL);
    }

    /// The vectors of a group's panel.
    int vectors(int panel) {
        return Math.min(Tile.WIDEST_PANEL, vectorsPerGroup - panel * Tile.WIDEST_PANEL);
    }

    /// Where a group's panel starts in a row.
    int column(int group, int panel) {
        return group * groupWidth() + panel * Tile.WIDEST_PANEL * Tile.LANES;
    }
}
