package tdsl.tensor.sparse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Occupied cells of a batch of grids in no order, with features, the same on every run.
record RandomCloud(int[][] indices, double[][] features, long batchSize, long[] spatialShape) {

    /// @param share the part of the cells that is occupied
    static RandomCloud of(long seed, long batchSize, long[] spatialShape, int channels, double share) {
        Random random = new Random(seed);
        List<int[]> places = new ArrayList<>();
        new DenseGrid(batchSize, spatialShape, 1).forEachPlace(place -> {
            if (random.nextDouble() < share) {
                places.add(place);
            }
        });
        Collections.shuffle(places, random);
        double[][] features = new double[places.size()][channels];
        for (double[] row : features) {
            for (int channel = 0; channel < channels; channel++) {
                row[channel] = random.nextDouble(-1, 1);
            }
        }
        return new RandomCloud(places.toArray(int[][]::new), features, batchSize, spatialShape);
    }

    int channels() {
        return features.length == 0 ? 0 : features[0].length;
    }

    Tensor indicesTensor() {
        return indices.length == 0
                ? Tensor.empty(DType.INT32, 0, spatialShape.length + 1)
                : Tensor.of(indices, DType.INT32);
    }

    Tensor featuresTensor(DType dtype) {
        return Tensor.of(features, dtype);
    }

    DenseGrid dense() {
        return DenseGrid.of(batchSize, spatialShape, channels(), indices, features);
    }
}
