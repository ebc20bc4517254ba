package tdsl.tensor.cpu.sparse.tiles;

import tdsl.tensor.cpu.linalg.RegisterTile;

/// How the output channels of a convolution are divided into panels of SIMD vectors: each group's start a new panel
/// and are filled up to whole vectors, the last panel of a group may be narrower than the others.
///
/// @param groups          groups of channels
/// @param vectorsPerGroup vectors that the output channels of a group take
record Panels(int groups, int vectorsPerGroup) {
    static Panels of(int groups, int outputsPerGroup) {
        return new Panels(groups, Math.ceilDiv(outputsPerGroup, RegisterTile.LANES));
    }

    /// Elements of a row of all output channels, filled up.
    int width() {
        return groups * groupWidth();
    }

    int groupWidth() {
        return vectorsPerGroup * RegisterTile.LANES;
    }

    int perGroup() {
        return Math.ceilDiv(vectorsPerGroup, RegisterTile.WIDEST_PANEL);
    }

    /// The vectors of a group's panel.
    int vectors(int panel) {
        return Math.min(RegisterTile.WIDEST_PANEL, vectorsPerGroup - panel * RegisterTile.WIDEST_PANEL);
    }

    /// Where a group's panel starts in a row.
    int column(int group, int panel) {
        return group * groupWidth() + panel * RegisterTile.WIDEST_PANEL * RegisterTile.LANES;
    }
}
