package tdsl.tensor.cuda.sparse.maps;

import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import tdsl.tensor.Tensor;

/// The sorted places of tensors of indices that are in use: the layers of a network ask for those of the same tensor
/// again
/// and again.
final class PlacesCache {
    private record Entry(int version, long[] gridShape, SortedPlaces places) {}

    private static final Map<Tensor, Entry> ENTRIES = new WeakHashMap<>();

    private PlacesCache() {}

    /// The sorted places of `indices`, checked.
    ///
    /// @param refuse throws the error that the places earn if some lie outside the grid or repeat others
    static SortedPlaces get(Tensor indices, long[] gridShape, Runnable refuse) {
        synchronized (ENTRIES) {
            Entry entry = ENTRIES.get(indices);
            if (entry != null
                    && entry.version == indices.storage().version()
                    && Arrays.equals(entry.gridShape, gridShape)) {
                return entry.places;
            }
        }
        SortedPlaces places = SortedPlaces.of(indices, gridShape, refuse);
        put(indices, gridShape, places);
        return places;
    }

    static void put(Tensor indices, long[] gridShape, SortedPlaces places) {
        synchronized (ENTRIES) {
            ENTRIES.put(indices, new Entry(indices.storage().version(), gridShape, places));
        }
    }
}
