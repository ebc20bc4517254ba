// What products of matrices have in common.
#pragma once

#include "elements.cuh"

/// `out = alpha left right + beta out` for a batch of matrices; `out` is contiguous.
struct Product {
    i64 rows;
    i64 columns;
    i64 inner;
    i64 batch;
    /// From one row, or column, to the next.
    i64 leftRow;
    i64 leftColumn;
    i64 rightRow;
    i64 rightColumn;
    /// The batch's axes, with the strides of left and right.
    Axes matrices;
};

/// The tile of the result that a block works on.
struct TilePlace {
    i64 item;
    i64 row;
    i64 column;

    /// Tiles are numbered so that blocks that run together share rows and columns, which then come from the L2 cache.
    DEVICE TilePlace(const Product& p, int tileRows, int tileColumns) {
        const i64 band = 8;
        i64 down = (p.rows + tileRows - 1) / tileRows;
        i64 across = (p.columns + tileColumns - 1) / tileColumns;
        i64 number;
        Axes::divide(blockIdx.x, down * across, item, number);
        i64 bandNumber, inBand, inColumn;
        Axes::divide(number, band * across, bandNumber, inBand);
        i64 height = down - bandNumber * band < band ? down - bandNumber * band : band;
        Axes::divide(inBand, height, column, inColumn);
        row = (bandNumber * band + inColumn) * tileRows;
        column *= tileColumns;
    }
};
