package tdsl.tensor.io;

/// One entry of a zip archive, as its directory describes it.
///
/// @param headerOffset where the entry's own header begins in the archive
record ZipMember(String name, Method method, long checksum, long compressedSize, long size, long headerOffset) {
    enum Method {
        STORED,
        DEFLATED
    }

    boolean isFolder() {
        return name.endsWith("/") && size == 0;
    }
}
