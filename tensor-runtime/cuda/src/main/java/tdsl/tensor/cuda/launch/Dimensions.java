package tdsl.tensor.cuda.launch;

/// How many blocks a grid has, or threads a block, along each of three axes.
public record Dimensions(int x, int y, int z) {
    public Dimensions(int x, int y) {
        this(x, y, 1);
    }
}
